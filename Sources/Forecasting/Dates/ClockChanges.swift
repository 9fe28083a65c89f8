import Notation

/// What the times of a series are times of.
public enum ClockKind: String, CaseIterable, Codable, Sendable {
  /// A clock that goes on evenly, as UTC.
  case steady
  /// A local clock, which is put forward in spring and back in autumn: the hour that it shows twice is two hours, and the
  /// one that it leaves out is none.
  case local
}

/// A moment at which a local clock is put forward or back.
public struct ClockChange: Equatable, Sendable {
  /// The first row of the new time.
  public let row: Int
  /// The seconds by which the clock is put forward; negative where it is put back.
  public let seconds: Int

  /// A change before a row.
  public init(row: Int, seconds: Int) { (self.row, self.seconds) = (row, seconds) }
}

/// The moments at which the clock of a series' times is put forward and back, as its rows show them.
struct ClockChanges: Equatable {
  /// In the order of the rows.
  let changes: [ClockChange]

  /// The days between two changes of a kind, at least; a year has 364.
  private static let apart = 300.0

  /// Finds the changes in times of rows that go on by an hour or less.
  ///
  /// Put back: a row that does not come later than the one above it, and would follow that one by a step if an hour, or half
  /// of one, were added. Put forward: one that would if an hour were taken off, on the weekday on which the clock is put back,
  /// or on a Sunday. Both at night, of which the hour before midnight is the first. Changes of a kind are a year apart, and
  /// kinds alternate.
  ///
  /// - days: days since 1970-01-01 as the clock shows them.
  /// - Returns: nil where rows fail to ascend in another way.
  init?(days: [Double]) {
    let differences = zip(days, days.dropFirst()).map { Int((($1 - $0) * 86_400).rounded()) }
    guard let step = SpacingDetection.commonest(differences), 1...3_600 ~= step else { return nil }
    var back: [ClockChange] = []
    for (index, difference) in differences.enumerated() where difference <= 0 {
      guard let shift = [3_600, 1_800].first(where: { difference + $0 == step }),
        ClockChanges.isNight(days[index + 1])
      else { return nil }
      back.append(ClockChange(row: index + 1, seconds: -shift))
    }
    let weekdays = Set(back.map { ClockChanges.weekday(days[$0.row]) })
    let forward = differences.indices.filter { index in
      [3_600, 1_800].contains(differences[index] - step) && ClockChanges.isNight(days[index + 1])
        && (weekdays.isEmpty ? [6] : weekdays).contains(ClockChanges.weekday(days[index + 1]))
    }.map { ClockChange(row: $0 + 1, seconds: differences[$0] - step) }
    let areApart = zip(back, back.dropFirst()).allSatisfy { days[$1.row] - days[$0.row] > ClockChanges.apart }
    guard areApart else { return nil }
    changes = ClockChanges.alternating(back, forward, days)
  }

  /// All changes back, and those forward that come between two of them.
  private static func alternating(
    _ back: [ClockChange], _ forward: [ClockChange], _ days: [Double]
  ) -> [ClockChange] {
    var result = back
    for change in forward {
      let isAlone = result.allSatisfy { other in
        abs(days[other.row] - days[change.row]) > (other.seconds < 0 ? 60 : apart)
      }
      if isAlone { result.append(change) }
    }
    return result.sorted { $0.row < $1.row }
  }

  /// Whether a clock shows a time at which clocks are put forward or back: from 23:00 to 05:00.
  private static func isNight(_ days: Double) -> Bool {
    let hours = hoursOfNights(days)
    return hours - (hours / 24).rounded(.down) * 24 < 6
  }

  /// The weekday of a night, which begins an hour before midnight.
  private static func weekday(_ days: Double) -> Int {
    CivilDate(daysSinceEpoch: Int((hoursOfNights(days) / 24).rounded(.down))).weekday
  }

  /// The hours of a time if days began at 23:00, exact at whole seconds.
  private static func hoursOfNights(_ days: Double) -> Double { ((days * 86_400).rounded() + 3_600) / 3_600 }

  /// The rows at which the clock is put back.
  var putBack: [Int] { changes.filter { $0.seconds < 0 }.map(\.row) }
  /// The rows at which the clock is put forward.
  var putForward: [Int] { changes.filter { $0.seconds > 0 }.map(\.row) }

  /// The times of a clock that goes on evenly, and shows the time of the last row.
  func steady(_ days: [Double]) -> [Double] {
    var (result, offset, next) = (days, 0, changes.count - 1)
    for row in days.indices.reversed() {
      // In whole microseconds, so that equal steps stay equal.
      result[row] = ((days[row] * 86_400_000_000).rounded() + Double(offset) * 1_000_000) / 86_400_000_000
      if next >= 0, changes[next].row == row {
        offset += changes[next].seconds
        next -= 1
      }
    }
    return result
  }

  /// The seconds by which the clock of a row differs from that of the last one.
  static func offset(_ changes: [ClockChange], ofRow row: Int) -> Int {
    changes.reduce(0) { $1.row > row ? $0 - $1.seconds : $0 }
  }
}
