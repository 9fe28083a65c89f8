import Forecasting

/// Rows past the end on stdout; those of several series stand below one line of names.
final class FutureOutput {
  /// The series of the rows that are written next; nil of the only one.
  var series: String?
  private let json: Bool
  /// What the columns that tell the series apart are called; nil of the only series.
  private let column: String?
  private var hasNames = false

  init(json: Bool, column: String?) { (self.json, self.column) = (json, column) }

  /// Writes rows.
  ///
  /// - range: the values that the series has reached.
  func write(_ rows: [ForecastTable.Forecast], leaving range: ClosedRange<Double>) throws {
    if json {
      for row in rows { try JSONLine.write(FutureRow(row, leaving: range, series: series)) }
    } else if let column, let series {
      let names = hasNames ? "" : ForecastTable.names(besides: column)
      try Terminal.write(Array((names + ForecastTable.csv(rows, of: series)).utf8))
      hasNames = true
    } else {
      try Terminal.write(Array(ForecastTable.csv(rows).utf8))
    }
  }
}

/// A row past the end in `--json`.
///
/// `lower` and `upper` are absent where they are not finite; `series` is absent where the file has one series;
/// `beyond_range` is absent where the prediction lies within the range of the series.
private struct FutureRow: Encodable {
  let event = "future_row"
  let date: String
  let predicted: Double
  let lower, upper: Double?
  let beyond_range: Bool?
  let series: String?

  init(_ row: ForecastTable.Forecast, leaving range: ClosedRange<Double>, series: String?) {
    self.series = series
    (date, predicted) = (row.date, row.predicted)
    lower = row.lower.isFinite ? row.lower : nil
    upper = row.upper.isFinite ? row.upper : nil
    beyond_range = range.contains(row.predicted) ? nil : true
  }
}
