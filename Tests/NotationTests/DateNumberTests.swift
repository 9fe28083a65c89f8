import Notation
import Testing

@Suite struct DateNumberTests {
  @Test(
    arguments: [
      (.days, "20210131", "2021-01-31"), (.months, "202101", "2021-01"), (.hours, "2021013114", "2021-01-31 14:00"),
      (.hours, "2021013124", "2021-02-01"), (.minutes, "202101311405", "2021-01-31 14:05"),
      (.clock, "20210131140507", "2021-01-31 14:05:07"), (.dayOfYear, "2021031", "2021-01-31"),
      (.shortDays, "210131", "2021-01-31"), (.shortDays, "810131", "1981-01-31"),
      (.seconds, "1609459200", "2021-01-01"), (.seconds, "1609462800", "2021-01-01 01:00"),
      (.seconds, "1609459200.5", "2021-01-01 00:00:00.500"),
      (.milliseconds, "1609459200250", "2021-01-01 00:00:00.250"),
      (.microseconds, "1609459200000125", "2021-01-01 00:00:00.000125"),
      (.nanoseconds, "1609459200000125000", "2021-01-01 00:00:00.000125"),
      (.spreadsheetDays, "44197", "2021-01-01"), (.spreadsheetDays, "44197.041666667", "2021-01-01 01:00"),
      (.spreadsheetDays, "44197,5", nil), (.monthYear, "01.2021", "2021-01"), (.monthYear, "1.2021", "2021-01"),
      (.yearMonth, "2021.01", "2021-01"), (.days, "20211301", nil), (.days, "2021010", nil), (.months, "202113", nil),
      (.seconds, "12", nil), (.seconds, "1609459200000", nil), (.milliseconds, "1609459200", nil),
      (.spreadsheetDays, "12", nil), (.yearMonth, "2021.13", nil), (.monthYear, "2021", nil), (.days, "", nil),
      (.days, "2021-1-1", nil),
    ] as [(DateNumber, String, String?)])
  func dates(form: DateNumber, text: String, date: String?) {
    #expect(form.date(text).map { DateLabel.text(days: $0.days, precision: $0.precision) } == date)
  }
}
