import Notation

/// The times of a week at which a series has rows, counted one after the other through all weeks.
struct WeekTimes: Equatable {
  /// Seconds from Monday's midnight on, ascending.
  let times: [Int]

  private static let week = 604_800
  /// The Monday before 1970-01-01, in seconds since that day.
  private static let monday = -3 * 86_400

  init(_ times: [Int]) { self.times = times }

  /// The seconds since the Monday before a date.
  static func time(of days: Double) -> Int {
    let rest = (seconds(days) - monday) % week
    return rest < 0 ? rest + week : rest
  }

  private static func seconds(_ days: Double) -> Int { Int((days * 86_400).rounded()) }

  /// The number of the last time that is not after a date.
  func number(of days: Double) -> Int {
    let time = WeekTimes.time(of: days)
    let weeks = (WeekTimes.seconds(days) - WeekTimes.monday - time) / WeekTimes.week
    return weeks * times.count + place(behind: time) - 1
  }

  /// Whether a date is at one of the times.
  func hold(_ days: Double) -> Bool {
    let time = WeekTimes.time(of: days)
    let place = place(behind: time)
    return place > 0 && times[place - 1] == time
  }

  /// The place of the first time that is later than another one. Cost: the logarithm of the number of times.
  private func place(behind time: Int) -> Int {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] > time { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The date of a number.
  func date(_ number: Int) -> Double {
    let count = times.count
    let place = (number % count + count) % count
    let weeks = (number - place) / count
    return Double(weeks * WeekTimes.week + times[place] + WeekTimes.monday) / 86_400
  }

  /// The times at which most weeks of a series have a row, and the number of rows at other times; nil where they are no
  /// pattern: fewer than two weeks, gaps in a third of the places, or times between them that are as good.
  ///
  /// - step: the commonest spacing in seconds. A week full of it needs no times.
  static func detect(_ days: [Double], step: Int) -> (times: WeekTimes, others: Int)? {
    guard let first = days.first, let last = days.last, last - first >= 13, step > 0 else { return nil }
    let weeks = ((last - first) / 7).rounded(.up)
    var counts: [Int: Int] = [:]
    for date in days {
      counts[time(of: date), default: 0] += 1
      if counts.count > 20_000 { return nil }
    }
    let usual = counts.filter { Double($0.value) * 2 >= weeks }
    let rows = usual.values.reduce(0, +)
    guard usual.count > 0, usual.count * step < week, Double(rows) >= 0.67 * weeks * Double(usual.count),
      (days.count - rows) * 50 <= days.count
    else { return nil }
    return (WeekTimes(usual.keys.sorted()), days.count - rows)
  }
}
