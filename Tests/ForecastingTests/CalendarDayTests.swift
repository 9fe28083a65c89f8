import Forecasting
import Testing

@Suite struct CalendarDayTests {
  /// Every day of 1,200 years, counted one by one from a known one.
  @Test func daysInOrder() throws {
    var count = try #require(CalendarDay(year: 1500, month: 1, day: 1)).daysSince1970
    #expect(count == -171_664)
    for year in 1500..<2700 {
      for month in 1...12 {
        for day in 1...CalendarDay.length(ofMonth: month, in: year) {
          guard let date = CalendarDay(year: year, month: month, day: day), date.daysSince1970 == count,
            CalendarDay(daysSince1970: count) == date
          else {
            Issue.record("\(year)-\(month)-\(day), day \(count)")
            return
          }
          count += 1
        }
      }
    }
  }

  @Test func knownDays() {
    #expect(CalendarDay(year: 1970, month: 1, day: 1)?.daysSince1970 == 0)
    #expect(CalendarDay(year: 2000, month: 2, day: 29)?.daysSince1970 == 11_016)
    #expect(CalendarDay(year: 0, month: 3, day: 1)?.daysSince1970 == -719_468)
    #expect(CalendarDay(daysSince1970: -719_469) == CalendarDay(year: 0, month: 2, day: 29))
  }

  @Test func daysThatAreNone() {
    for (month, day) in [(2, 29), (4, 31), (13, 1), (0, 1), (1, 0), (1, 32)] {
      #expect(CalendarDay(year: 1900, month: month, day: day) == nil, "\(month)-\(day)")
    }
  }
}
