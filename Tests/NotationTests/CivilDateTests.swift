import Notation
import Testing

@Suite struct CivilDateTests {
  /// Each day of 1,200 years, three periods of the calendar, follows the one before by the rules of the months.
  @Test func daysFollowEachOther() {
    var date = CivilDate(year: 1499, month: 12, day: 31)!
    for days in -171_664..<266_627 {
      let next = CivilDate(daysSinceEpoch: days)
      let isLast = date.day == CivilDate.dayCount(year: date.year, month: date.month)
      let month = isLast ? date.month % 12 + 1 : date.month
      let year = isLast && month == 1 ? date.year + 1 : date.year
      let expected = CivilDate(year: year, month: month, day: isLast ? 1 : date.day + 1)
      guard next == expected, next.daysSinceEpoch == days, date < next,
        CivilDate(year: year, month: month, day: CivilDate.dayCount(year: year, month: month) + 1) == nil
      else {
        Issue.record("\(days) days are \(next), after \(date)")
        return
      }
      date = next
    }
    #expect(date == CivilDate(year: 2699, month: 12, day: 31))
  }

  @Test(arguments: [
    (1970, 1, 1, 0, 3), (2000, 2, 29, 11_016, 1), (1969, 12, 31, -1, 2), (1900, 3, 1, -25_508, 3),
    (1, 1, 1, -719_162, 0), (0, 3, 1, -719_468, 2), (0, 2, 29, -719_469, 1), (2038, 1, 19, 24_855, 1),
    (1582, 10, 15, -141_427, 4),
  ]) func knownDays(year: Int, month: Int, day: Int, days: Int, weekday: Int) throws {
    let date = try #require(CivilDate(year: year, month: month, day: day))
    #expect(date.daysSinceEpoch == days)
    #expect(date.weekday == weekday)
    #expect(CivilDate(daysSinceEpoch: days) == date)
  }

  @Test func farYearsComeBack() {
    for days in stride(from: -300_000_000_000, through: 300_000_000_000, by: 7_777_777_777) {
      #expect(CivilDate(daysSinceEpoch: days).daysSinceEpoch == days)
    }
  }

  @Test func daysThatAreNoneAreRefused() {
    for (year, month, day) in [
      (2023, 2, 29), (1900, 2, 29), (2024, 13, 1), (2024, 0, 1), (2024, 4, 31), (2024, 1, 0), (1900, 1, 32),
    ] {
      #expect(CivilDate(year: year, month: month, day: day) == nil)
    }
    #expect(CivilDate(year: 2000, month: 2, day: 29) != nil)
    #expect(CivilDate(year: .max, month: 2, day: 2) == nil)
  }

  @Test func descriptionsHaveFourDigits() {
    #expect(CivilDate(daysSinceEpoch: 0).description == "1970-01-01")
    #expect(CivilDate(year: 45, month: 11, day: 9)?.description == "0045-11-09")
    #expect(CivilDate(year: -44, month: 3, day: 15)?.description == "-0044-03-15")
    #expect(CivilDate(year: 12_345, month: 10, day: 1)?.description == "12345-10-01")
    #expect(CivilDate(year: -123_400, month: 10, day: 1)?.description == "-123400-10-01")
  }

  @Test func monthsAreCountedFromTheYearZero() throws {
    #expect(CivilDate(daysSinceEpoch: 0).monthCount == 1970 * 12)
    #expect(CivilDate(year: -1, month: 12, day: 31)?.monthCount == -1)
    for count in -4_000...40_000 where count % 7 == 0 {
      let date = try #require(CivilDate(monthCount: count, clampingDay: 31))
      #expect(date.monthCount == count)
      #expect(date.day == CivilDate.dayCount(year: date.year, month: date.month))
    }
    #expect(CivilDate(monthCount: 2023 * 12 + 1, clampingDay: 30) == CivilDate(year: 2023, month: 2, day: 28))
    #expect(CivilDate(monthCount: 2023 * 12 + 1, clampingDay: 3) == CivilDate(year: 2023, month: 2, day: 3))
    #expect(CivilDate(monthCount: 0, clampingDay: 0) == nil)
    #expect(CivilDate(monthCount: .max, clampingDay: 1) == nil)
  }

  /// Over more than a year the weekdays are numbered without a gap, and each number is that of one day.
  @Test func weekdaysAreNumberedWithoutWeekends() {
    var number = CivilDate(daysSinceEpoch: -400).weekdayCount
    for days in -400..<400 {
      let date = CivilDate(daysSinceEpoch: days)
      #expect(date.weekdayCount == number, "\(date)")
      #expect(date.isWeekend == [5, 6].contains(date.weekday), "\(date)")
      if !date.isWeekend {
        #expect(CivilDate(weekdayCount: number) == date)
        number += 1
      }
    }
    #expect(CivilDate(daysSinceEpoch: 0).weekdayCount == 3)
  }
}
