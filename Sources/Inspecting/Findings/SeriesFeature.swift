/// A property of a series, one number a row, that a cell might have learnt to follow.
public enum SeriesFeature: String, CaseIterable, Sendable {
  /// The value to forecast.
  case value
  /// The difference from the row before, 0 in the first row.
  case change
  /// The mean of the row and the six before it.
  case mean
  /// Rows since the first.
  case time

  /// The feature in words.
  public var name: String {
    switch self {
    case .value: "value"
    case .change: "change from the row before"
    case .mean: "mean of seven rows"
    case .time: "time since the first row"
    }
  }

  /// The feature of every row. O(T).
  public func values(of series: [Double]) -> [Double] {
    series.indices.map { row in
      switch self {
      case .value: series[row]
      case .change: row == 0 ? 0 : series[row] - series[row - 1]
      case .mean:
        series[max(0, row - 6)...row].reduce(0, +) / Double(min(7, row + 1))
      case .time: Double(row)
      }
    }
  }
}
