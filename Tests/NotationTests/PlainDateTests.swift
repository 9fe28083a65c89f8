import Notation
import Testing

/// Most dates are read without an allocation; with a space behind them, the same texts go the way of all others.
@Suite struct PlainDateTests {
  private static let dates = [
    "2021-03-04", "2021/3/4", "03/04/2021", "3.4.2021", "31-12-21", "04/03/21", "2021-02-30", "21-03-04",
  ]
  private static let times = [
    "", " 14:00", "T14:00:05", " 2:05:00 PM", " 2:05 pm", " 12:00 AM", " 12:30am", " 0:05 AM", " 13:05 PM", " 13:05 AM",
    "T14:00:05.250", "T14:00:05,25", " 14:00:05.000125", " 14:00:05.123456789", " 14:00:05.", " 14:00.5", " 24:00",
    " 23:59:60", " 9:5", " 14:00:5", "T00:00:00.000", " 2:05:00.5 PM",
  ]
  private static let zones = [
    "", "Z", " Z", "+01:00", "-08:00", "-0800", "+0530", "+01", "-08", " +01:00", " -08:00", "+1", "+130", "+15:00",
    "-15:00", "+01:60", "-00:00", "+01:00:00", "+", "-", "[Europe/Berlin]", " CET",
  ]

  @Test(arguments: DateFormat.allCases, [TimeDash.zone, .span]) func theWayDoesNotShow(
    format: DateFormat, dash: TimeDash
  ) {
    var style = DateText.Style(format)
    style.dash = dash
    var read = 0
    for date in Self.dates {
      for time in Self.times {
        for zone in Self.zones where !time.isEmpty || zone.isEmpty {
          let text = date + time + zone
          let found = DateText(text, style: style)
          #expect(found == DateText(text + " ", style: style), "\(text)")
          if found != nil { read += 1 }
        }
      }
    }
    #expect(read > 500)
  }

  /// Halves of the day have other names elsewhere.
  @Test func otherLanguagesHaveTheirOwnHalves() {
    var style = DateText.Style(.dayFirst)
    style.words = DateWords(language: "made up", months: [], weekdays: [], halves: [("am", true)])
    let date = DateText("2021-03-04 2:00 am", style: style)
    #expect(date == DateText("2021-03-04 2:00 am ", style: style))
    #expect(date.map { DateLabel.text(days: $0.days, precision: $0.precision) } == "2021-03-04 14:00")
  }
}
