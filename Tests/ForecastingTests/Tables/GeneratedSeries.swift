import Foundation
import Forecasting
import Notation
import TestSupport

/// Series that look like those that people have, made here.
enum GeneratedSeries: CaseIterable {
  /// Ten years of days, without the last days of the two leap years: a yearly wave, and noise of which 0.6 stays from
  /// day to day.
  case daily
  /// Twelve years of months that grow, and swing more the larger they are.
  case monthly

  /// What the noise of `daily` moves by from one day to the next, beside what stays of it: no forecast has a smaller
  /// error, except by chance.
  static let innovation = 2.0

  /// The series as CSV.
  var text: String {
    switch self {
    case .daily: Self.days
    case .monthly: Self.months
    }
  }

  /// The series as a table.
  func table() throws -> SeriesTable { try SeriesTable(csv: text, source: "\(self)") }

  private static let days: String = {
    var generator = SplitMix64(seed: 3)
    var noise = 0.0
    var text = "Date,Temp\n"
    let first = CivilDate(year: 1981, month: 1, day: 1)!.daysSinceEpoch
    for day in first..<first + 3652 {
      let date = CivilDate(daysSinceEpoch: day)
      if CivilDate.isLeap(year: date.year), date.month == 12, date.day == 31 { continue }
      // The sum of twelve uniform numbers is nearly normal, with a variance of 1.
      let news = (0..<12).reduce(0.0) { sum, _ in sum + Double.random(in: -0.5...0.5, using: &generator) }
      noise = 0.6 * noise + innovation * news
      let value = 11 + 4 * sin(2 * .pi * Double(day) / 365.25) + noise
      text += "\(date),\(NumberFormat.fixed(value, places: 1, minus: "-"))\n"
    }
    return text
  }()

  private static let months: String = {
    var text = "Month,Passengers\n"
    for month in 0..<144 {
      let value = (100 + 2.5 * Double(month)) * (1 + 0.3 * sin(2 * .pi * Double(month) / 12))
      text +=
        "\(1949 + month / 12)-\(month % 12 < 9 ? "0" : "")\(month % 12 + 1),\(NumberFormat.fixed(value, places: 0))\n"
    }
    return text
  }()
}
