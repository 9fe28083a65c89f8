/// How values are brought to the small range in which a network learns.
public enum ScalingMethod: String, CaseIterable, Codable, Sendable {
  /// The least value to 0, the largest to 1.
  case minMax = "minmax"
  /// The mean to 0, the standard deviation to 1.
  case standard
  /// Not at all.
  case unscaled = "none"
}

/// A linear map of each feature, fitted on the training part alone so that nothing of the test part is known before.
///
/// scaled = (value − offset) / divisor. Values outside of the training part may lie outside of [0, 1].
public struct Scaling: Equatable, Codable, Sendable {
  /// The method by which it was fitted.
  public let method: ScalingMethod
  /// Of each feature, what becomes 0, in its unit.
  public let offsets: [Double]
  /// Of each feature, what becomes a difference of 1, in its unit; not 0.
  public let divisors: [Double]

  /// Fits a map to some rows of columns; traps if there are none. A feature that is constant there becomes 0 and its
  /// divisor is 1.
  ///
  /// - columns: one array a feature, all of a length.
  /// - rows: those of the training part.
  public init(_ method: ScalingMethod, columns: [[Double]], rows: Range<Int>) {
    precondition(!rows.isEmpty, "a scaling of no rows")
    let maps = columns.map { Scaling.map(method, $0[rows]) }
    self.method = method
    offsets = maps.map { $0.offset }
    divisors = maps.map { $0.divisor }
  }

  private static func map(_ method: ScalingMethod, _ values: ArraySlice<Double>) -> (offset: Double, divisor: Double) {
    let (least, largest) = (values.min() ?? 0, values.max() ?? 0)
    switch method {
    case .unscaled: return (0, 1)
    // Where all values are equal, rounding could leave a tiny deviation to divide by.
    case _ where least == largest: return (least, 1)
    case .minMax: return (least, largest - least)
    case .standard:
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      return (mean, variance.squareRoot())
    }
  }

  /// The first feature that the map takes beyond ± 10⁶, where single precision no longer tells neighbours apart; nil
  /// where all are well.
  public func featureBeyondScale(_ columns: [[Double]]) -> Int? {
    columns.indices.first { feature in
      !offsets[feature].isFinite || !divisors[feature].isFinite || divisors[feature] == 0
        || !columns[feature].allSatisfy { abs(scaled($0, feature: feature)) <= 1e6 }
    }
  }

  /// The number of features, D.
  public var featureCount: Int { offsets.count }

  /// A value of a feature, scaled.
  public func scaled(_ value: Double, feature: Int = 0) -> Double { (value - offsets[feature]) / divisors[feature] }

  /// A scaled value of a feature in its own unit again.
  public func restored(_ value: Double, feature: Int = 0) -> Double { value * divisors[feature] + offsets[feature] }

  /// All rows of columns, scaled: `[N, D]` row-major. Cost: one array.
  public func scaledRows(_ columns: [[Double]]) -> [Float] {
    precondition(columns.count == featureCount, "\(columns.count) columns for a scaling of \(featureCount)")
    let rows = columns.first?.count ?? 0
    var result = [Float](repeating: 0, count: rows * featureCount)
    for (feature, column) in columns.enumerated() {
      precondition(column.count == rows, "columns of \(rows) and \(column.count) rows")
      for (row, value) in column.enumerated() {
        result[row * featureCount + feature] = Float(scaled(value, feature: feature))
      }
    }
    return result
  }
}
