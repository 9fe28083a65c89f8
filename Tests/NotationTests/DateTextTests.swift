import Notation
import Testing

@Suite struct DateTextTests {
  /// The date as text, read with the day first and with the month first.
  private func read(_ text: String) -> [String?] {
    DateFormat.allCases.map { format in
      DateText(text, format: format).map { DateLabel.text(days: $0.days, precision: $0.precision) }
    }
  }

  @Test(
    arguments: [
      ("1981-01-31", "1981-01-31"), ("1981/1/31", "1981-01-31"), ("1981.01.31", "1981-01-31"),
      ("01.02.1981", "1981-02-01"), ("1981-01", "1981-01"),
      ("1981/12", "1981-12"), ("12/1981", "1981-12"), ("1981", "1981"), ("Jan 1981", "1981-01"),
      ("september-1981", "1981-09"), ("1981 Feb", "1981-02"), ("31 Jan 1981", "1981-01-31"),
      ("31-Jan-1981", "1981-01-31"), ("31. January 1981", nil), ("Jan 31, 1981", "1981-01-31"),
      ("1981-Q1", "1981-01"), ("1981Q4", "1981-10"), ("1981 q2", "1981-04"), ("1981-01-31 14:00", "1981-01-31 14:00"),
      ("1981-01-31T14:00:05", "1981-01-31 14:00:05"), ("1981-01-31T14:00:05Z", "1981-01-31 14:00:05"),
      ("1981-01-31 9:30:00.000 +01:00", "1981-01-31 09:30"), ("1981-01-31T00:00:00-0800", "1981-01-31"),
      ("31 Jan 1981 14:00", "1981-01-31 14:00"), ("0000-02-29", "0000-02-29"),
    ] as [(String, String?)])
  func oneReading(text: String, date: String?) { #expect(read(text) == [date, date]) }

  @Test(
    arguments: [
      ("31/01/1981", "1981-01-31", nil), ("01/31/1981", nil, "1981-01-31"), ("1-2-1981", "1981-02-01", "1981-01-02"),
      ("29/02/1900", nil, nil), ("5/6/2020 7:08", "2020-06-05 07:08", "2020-05-06 07:08"),
    ] as [(String, String?, String?)])
  func twoReadings(text: String, dayFirst: String?, monthFirst: String?) {
    #expect(read(text) == [dayFirst, monthFirst])
  }

  @Test(arguments: [
    "", "x", "112", "1013.2", "1013,2", "19.81", "-1981", "19810131", "1981-13", "1981-02-30", "1981-01-32", "1981--01",
    "1981-01-31-01", "1981-01-31 25:00", "1981-01-31 14:60", "1981-01-31 14", "1981-01-31 14:00:05.5", "1981-01 14:00",
    "1981-01-31 14:00 CET", "1981-01-31 14:00+15:00", "1981-Q5", "Q1", "31/01/81", "Foo 1981", "14:00", "1981-1-001",
    "١٩٨١", "1981-01-31x", "Daily minimum temperatures in Melbourne, 1981",
  ])
  func noDate(text: String) { #expect(read(text) == [nil, nil]) }

  @Test func zone() {
    #expect(DateText("1981-01-31T14:00Z", format: .dayFirst)?.zoneSeconds == 0)
    #expect(DateText("1981-01-31T14:00-0330", format: .dayFirst)?.zoneSeconds == -12_600)
    #expect(DateText("1981-01-31T14:00+01", format: .dayFirst)?.zoneSeconds == 3_600)
    #expect(DateText("1981-01-31T14:00", format: .dayFirst)?.zoneSeconds == nil)
  }

  @Test func yearsBeforeTheFirstHaveFourDigits() {
    let texts = [DatePrecision.year, .month, .day, .minute, .second].map {
      // The 15th of March of the year −43, at five seconds past 14:00.
      DateLabel.text(days: -735_160 + 50_405.0 / 86_400, precision: $0)
    }
    #expect(texts == ["-0043", "-0043-03", "-0043-03-15", "-0043-03-15 14:00", "-0043-03-15 14:00:05"])
  }
}
