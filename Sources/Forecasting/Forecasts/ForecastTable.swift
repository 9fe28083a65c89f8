import Glibc
import Notation

/// Predictions as CSV text with commas, a header and a line end after every row.
public enum ForecastTable {
  /// A prediction of a row that the series has.
  public struct Prediction: Equatable, Sendable {
    /// The row's date or number.
    public let date: String
    /// The value in the series.
    public let actual: Double
    /// The value predicted for it.
    public let predicted: Double
    /// The part of the series.
    public let part: SeriesPart

    /// A prediction.
    public init(date: String, actual: Double, predicted: Double, part: SeriesPart) {
      (self.date, self.actual, self.predicted, self.part) = (date, actual, predicted, part)
    }
  }

  /// A forecast past the end of the series.
  public struct Forecast: Equatable, Sendable {
    /// The date or number of the row that would follow.
    public let date: String
    /// The value expected.
    public let predicted: Double
    /// The lower bound of its interval.
    public let lower: Double
    /// The upper bound of its interval.
    public let upper: Double

    /// A forecast.
    public init(date: String, predicted: Double, lower: Double, upper: Double) {
      (self.date, self.predicted, self.lower, self.upper) = (date, predicted, lower, upper)
    }
  }

  /// The columns date, actual, predicted and part.
  ///
  /// Actual values are written so that reading them gives the same number again; predicted ones to 9 significant
  /// digits, since they come out of single precision, or to so many that six tell them apart. A value that is no number
  /// becomes an empty field.
  public static func csv(_ predictions: [Prediction]) -> String {
    let spread = spread(predictions.flatMap { [$0.actual, $0.predicted] })
    var text = predictionNames
    for row in predictions { append(row, spread, to: &text) }
    return text
  }

  /// The line of names over predictions.
  static let predictionNames = CSVRow.text(of: ["date", "actual", "predicted", "part"])

  /// Adds the row of a prediction.
  ///
  /// - spread: how far apart all actual and predicted values of the table are.
  static func append(_ row: Prediction, _ spread: Double, to text: inout String) {
    CSVRow.append([row.date, exact(row.actual), rounded(row.predicted, spread), row.part.rawValue], to: &text)
  }

  /// The columns date, predicted, lower and upper, the values to as many digits as predictions have.
  public static func csv(_ forecasts: [Forecast]) -> String {
    ([["date", "predicted", "lower", "upper"]] + rows(forecasts)).map(CSVRow.text).joined()
  }

  private static func rows(_ forecasts: [Forecast]) -> [[String]] {
    let spread = spread(forecasts.flatMap { [$0.predicted, $0.lower, $0.upper] })
    return forecasts.map { row in [row.date] + [row.predicted, row.lower, row.upper].map { rounded($0, spread) } }
  }

  /// The line of names over forecasts of several series, which `column` tells apart.
  public static func names(besides column: String) -> String {
    CSVRow.text(of: [column, "date", "predicted", "lower", "upper"])
  }

  /// The rows of one of several series, without a line of names.
  public static func csv(_ forecasts: [Forecast], of series: String) -> String {
    rows(forecasts).map { CSVRow.text(of: [series] + $0) }.joined()
  }

  private static func exact(_ value: Double) -> String {
    value.isFinite ? NumberFormat.exact(value) : ""
  }

  /// How far apart values are.
  static func spread(_ values: some Sequence<Double>) -> Double {
    var (least, most) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite { (least, most) = (min(least, value), max(most, value)) }
    return least <= most ? most - least : 0
  }

  /// A number with nine digits, or up to fifteen where it takes those to tell values apart that lie so far from each other.
  private static func rounded(_ value: Double, _ spread: Double) -> String {
    guard value.isFinite else { return "" }
    let ratio = spread > 0 && spread.isFinite ? log10(max(value.magnitude / spread, 1)) : 0
    let digits = min(15, max(9, 6 + Int(min(ratio, 20).rounded(.up))))
    let rounded = DecimalNumber(rounding: value, significantDigits: digits)
    // Zero is also what it makes of values that are too small for it, or no numbers.
    return exact(rounded.digits == 0 ? value : rounded.value)
  }
}
