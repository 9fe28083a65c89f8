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
  /// digits, since they come out of single precision. A value that is no number becomes an empty field.
  public static func csv(_ predictions: [Prediction]) -> String {
    text(
      header: ["date", "actual", "predicted", "part"],
      predictions.map { [$0.date, exact($0.actual), rounded($0.predicted), $0.part.rawValue] })
  }

  /// The columns date, predicted, lower and upper, the values to 9 significant digits.
  public static func csv(_ forecasts: [Forecast]) -> String {
    text(
      header: ["date", "predicted", "lower", "upper"],
      forecasts.map { [$0.date, rounded($0.predicted), rounded($0.lower), rounded($0.upper)] })
  }

  /// The line of names over forecasts of several series, which `column` tells apart.
  public static func names(besides column: String) -> String {
    CSVRecord.row(of: [column, "date", "predicted", "lower", "upper"])
  }

  /// The rows of one of several series, without a line of names.
  public static func csv(_ forecasts: [Forecast], of series: String) -> String {
    forecasts.map {
      CSVRecord.row(of: [series, $0.date, rounded($0.predicted), rounded($0.lower), rounded($0.upper)])
    }.joined()
  }

  private static func text(header: [String], _ rows: [[String]]) -> String {
    ([header] + rows).map(CSVRecord.row).joined()
  }

  private static func exact(_ value: Double) -> String {
    value.isFinite ? NumberFormat.exact(value) : ""
  }

  private static func rounded(_ value: Double) -> String {
    let rounded = DecimalNumber(rounding: value, significantDigits: 9)
    // Zero is also what it makes of values that are too small for it, or no numbers.
    return exact(rounded.digits == 0 ? value : rounded.value)
  }
}
