/// Whether a network had better predict the next value of a series or its change, and what shows it.
///
/// A random network (`RandomNetwork`) predicts both from the ten values before, fitted to the rows before those that
/// decide; the lower error decides, which agrees with full trainings (`benchmarks forecasts`). Nothing depends on the seed
/// of the training.
public struct QuantityChoice: Equatable, Sendable {
  /// The root mean square error of predicting the level, in the unit of the values.
  public let levelError: Double
  /// The root mean square error of predicting the change, in the unit of the values.
  public let changeError: Double
  /// The rows that were predicted.
  public let rows: Range<Int>

  private static let lags = 10
  /// Networks of different weights whose errors are taken together.
  private static let networks: UInt64 = 3
  /// Rows at most that are fitted to, and that are predicted.
  private static let mostRows = 20_000

  /// The quantity with the lower error.
  public var quantity: PredictedQuantity { changeError < levelError ? .change : .level }

  /// Decides; nil where too few rows stand before those that decide, or all of them are alike.
  ///
  /// - rows: those that decide; nothing is fitted to them.
  /// - excluding: rows whose values are not what was measured.
  public init?(target: [Double], rows: Range<Int>, excluding: Set<Int> = []) {
    let fitted = target[max(0, rows.lowerBound - Self.mostRows)..<rows.lowerBound]
    let predicted = rows.suffix(Self.mostRows).filter { !excluding.contains($0) }
    guard fitted.count >= 2 * Self.lags, !predicted.isEmpty else { return nil }
    let mean = fitted.reduce(0, +) / Double(fitted.count)
    let variance = fitted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(fitted.count)
    guard variance > 0, variance.isFinite else { return nil }
    let deviation = variance.squareRoot()
    let scaled = target.map { ($0 - mean) / deviation }
    func error(_ quantity: PredictedQuantity) -> Double {
      func example(_ row: Int) -> SeriesLags {
        SeriesLags(values: scaled, row: row, count: Self.lags, quantity: quantity)
      }
      var sum = 0.0
      for seed in 0..<Self.networks {
        var network = RandomNetwork(inputs: Self.lags, seed: seed)
        network.fit((fitted.startIndex + Self.lags..<fitted.endIndex).lazy.map(example))
        network.addSquaredErrors(of: predicted.lazy.map(example), to: &sum)
      }
      return (sum / Double(predicted.count * Int(Self.networks))).squareRoot() * deviation
    }
    (levelError, changeError, self.rows) = (error(.level), error(.change), rows)
  }
}

/// A row of a series and the values before it, as a network that predicts a quantity reads them.
struct SeriesLags {
  private let values: [Double]
  private let row, count: Int
  private let origin: Double

  /// - values: the series, shared and not copied.
  /// - count: the values before the row that are read.
  init(values: [Double], row: Int, count: Int, quantity: PredictedQuantity) {
    (self.values, self.row, self.count) = (values, row, count)
    origin = quantity == .change ? values[row - 1] : 0
  }

  /// What is to be predicted.
  var target: Double { values[row] - origin }

  /// One of the values before, the earliest first.
  func input(_ index: Int) -> Double { values[row - count + index] - origin }
}
