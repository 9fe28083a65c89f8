import Notation
import Charts
import Testing

@Suite struct TicksTests {
  private func numbers(_ lower: Double, _ upper: Double, _ limit: Int) -> [String] {
    Ticks.numbers(in: lower...upper, atMost: limit).marks.map(\.label)
  }

  @Test func numbersAreRoundAndAlike() {
    #expect(numbers(0, 1, 6) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(numbers(0.05, 0.35, 4) == ["0.1", "0.2", "0.3"])
    #expect(numbers(-3.2, 4.1, 5) == ["−2", "0", "2", "4"])
    #expect(numbers(0, 8000, 5) == ["0", "2000", "4000", "6000", "8000"])
    #expect(numbers(0, 24_000, 4) == ["0", "10\u{202F}000", "20\u{202F}000"])
    #expect(numbers(0, 2.5e6, 6) == ["0", "0.5M", "1.0M", "1.5M", "2.0M", "2.5M"])
    #expect(numbers(0, 1e12, 3) == ["0", "0.5T", "1.0T"])
    #expect(numbers(1e12, 1e12 + 4, 3).last == "1\u{202F}000\u{202F}000\u{202F}000\u{202F}004")
    #expect(numbers(0, 2e-9, 3) == ["0", "1·10⁻⁹", "2·10⁻⁹"])
    #expect(numbers(-2e20, 2e20, 3) == ["−2·10²⁰", "0", "2·10²⁰"])
    #expect(numbers(0.51, 0.99, 2) == ["0.6", "0.8"])
    #expect(numbers(1.1, 1.4, 1) == ["1.2"])
  }

  @Test func decadesGetTwosAndFivesWhereThereIsRoom() {
    func labels(_ lower: Double, _ upper: Double, _ limit: Int) -> [String] {
      Ticks.logarithmic(in: lower...upper, atMost: limit).marks.map(\.label)
    }
    #expect(labels(1, 100, 7) == ["1", "2", "5", "10", "20", "50", "100"])
    #expect(labels(1, 100, 6) == ["1", "10", "100"])
    #expect(labels(0.01, 1e6, 9) == ["0.01", "0.1", "1", "10", "100", "1k", "10k", "100k", "1M"])
    #expect(labels(1, 1000, 4) == ["1", "10", "100", "1000"])
    #expect(labels(1e-6, 1, 4) == ["10⁻⁶", "10⁻⁴", "10⁻²", "1"])
    #expect(labels(1.2, 4.2, 4) == ["2", "3", "4"])
    #expect(labels(-1, 10, 5).isEmpty)
  }

  private func dates(_ from: (Int, Int, Int), _ days: Double, _ limit: Int, start: Double = 0) -> [String] {
    let first = Double(CivilDate(year: from.0, month: from.1, day: from.2)!.daysSinceEpoch) + start
    return Ticks.dates(in: first...first + days, atMost: limit).marks
      .map { $0.label + ($0.context.map { " | " + $0 } ?? "") }
  }

  @Test func datesBeginYearsMonthsWeeksDaysAndHours() {
    #expect(dates((1981, 1, 1), 3652, 6) == ["1982", "1984", "1986", "1988", "1990"])
    #expect(dates((1987, 6, 1), 400, 3) == ["Jul | 1987", "Jan | 1988", "Jul"])
    #expect(dates((1987, 11, 15), 200, 8) == ["Dec | 1987", "Jan | 1988", "Feb", "Mar", "Apr", "May", "Jun"])
    // The 14th of March 1988 was a Monday.
    #expect(dates((1988, 3, 9), 28, 4) == ["14 Mar | 1988", "21 Mar", "28 Mar", "4 Apr"])
    #expect(dates((1988, 12, 30), 3, 4) == ["30 Dec | 1988", "31 Dec", "1 Jan | 1989", "2 Jan"])
    #expect(
      dates((1988, 3, 14), 0.9, 4, start: 0.5) == ["12:00 | 14 Mar 1988", "18:00", "00:00 | 15 Mar 1988", "06:00"])
    #expect(dates((1970, 1, 1), 1.0 / 24, 5) == ["00:00 | 1 Jan 1970", "00:15", "00:30", "00:45", "01:00"])
    #expect(dates((-3, 1, 1), 2000, 3) == ["−2", "0", "2"])
  }

  /// Any range of numbers, decades or dates has marks within it, in rising order and no more than asked for.
  @Test(arguments: [1, 2, 3, 5, 8, 13]) func marksAreWithinTheirRangeAndFew(limit: Int) {
    let lowers = [-1e12, -3.7, -1e-9, 0, 1e-9, 0.3, 1, 7.77, 123.4, 7e4, 1e12]
    let spans = [1e-9, 2e-4, 0.04, 0.9, 1, 3.3, 17, 99, 365, 5000, 1e5, 3e7, 1e12]
    for lower in lowers {
      for span in spans {
        let range = lower...lower + span
        let numbers = Ticks.numbers(in: range, atMost: limit)
        let decades = lower > 0 ? Ticks.logarithmic(in: range, atMost: limit) : numbers
        for marks in [numbers.marks, decades.marks, Ticks.dates(in: range, atMost: limit).marks] {
          let slack = span * 1e-5
          #expect(marks.count <= limit, "\(range)")
          #expect(marks.allSatisfy { $0.value >= lower - slack && $0.value <= lower + span + slack }, "\(range)")
          #expect(zip(marks, marks.dropFirst()).allSatisfy { $0.value < $1.value && $0.label != "" }, "\(range)")
        }
        #expect(!numbers.marks.isEmpty && !decades.marks.isEmpty, "\(range)")
        #expect(Set(numbers.marks.map(\.label)).count == numbers.marks.count, "\(range)")
        if lower.magnitude < 1e8, span < 9e7 { #expect(!Ticks.dates(in: range, atMost: limit).marks.isEmpty) }
        let (covered, ticks) = Ticks.covering(range, atMost: limit)
        #expect(covered.lowerBound <= lower && covered.upperBound >= lower + span)
        #expect(ticks.marks.count <= max(3, limit))
        if ticks.marks.count > 1 {
          #expect(
            ticks.marks.first!.value <= lower + slack(span) && ticks.marks.last!.value >= lower + span - slack(span))
        }
      }
    }
  }

  private func slack(_ span: Double) -> Double { span * 1e-5 }

  @Test func rangesWithoutWidthOrMeasureDoNotTrap() {
    let extremes = [
      0, 1, -1, .leastNonzeroMagnitude, 1e308, -.greatestFiniteMagnitude, .greatestFiniteMagnitude, .infinity,
      -.infinity,
    ]
    for lower in extremes {
      for upper in extremes where lower <= upper {
        for limit in [Int.min, 0, 1, 4, .max] {
          let range = lower...upper
          _ = Ticks.covering(range, atMost: limit)
          for ticks in [
            Ticks.numbers(in: range, atMost: limit), .logarithmic(in: range, atMost: limit),
            .dates(in: range, atMost: limit),
          ] { #expect(ticks.marks.count <= 1001) }
        }
      }
    }
    #expect(numbers(7, 7, 5) == ["7"])
    #expect(numbers(0.1 + 0.2, 0.1 + 0.2, 5) == ["0.3"])
  }
}
