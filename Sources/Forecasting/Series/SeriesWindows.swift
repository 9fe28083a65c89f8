/// All windows of a series, as a view of its scaled rows: no window is copied until it is encoded for a batch.
///
/// Of N rows, T steps and D features, window w reads the rows w ..< w + T; its target is the first feature of row
/// w + T. There are N − T windows with a target. One more, the open window of index `count`, has none: it is what a
/// forecast past the end begins with.
///
/// A network that carries its state on (`SeriesReading.streams`) has windows of one row, T = 1: window w is then the state
/// that has read the rows up to w.
///
/// Memory: `4 · N · D` bytes, shared with the array it was made of.
public struct SeriesWindows: Sendable {
  /// The scaled rows, `[N, D]` row-major.
  public let values: [Float]
  /// N, the number of rows.
  public let rowCount: Int
  /// D, the number of features.
  public let featureCount: Int
  /// T, the steps of a window.
  public let steps: Int

  /// The windows of `steps` rows over `[N, D]` row-major values; traps if they are no whole rows.
  public init(values: [Float], featureCount: Int, steps: Int) {
    precondition(featureCount > 0 && steps > 0, "windows of \(steps) steps and \(featureCount) features")
    precondition(values.count % featureCount == 0, "\(values.count) values in rows of \(featureCount)")
    (self.values, self.featureCount, self.steps) = (values, featureCount, steps)
    rowCount = values.count / featureCount
  }

  /// The windows that have a target, N − T.
  public var count: Int { max(0, rowCount - steps) }

  /// The row that a window predicts, `count` = N − T included.
  public func targetRow(of window: Int) -> Int { window + steps }

  /// The scaled value that a window is to predict.
  public func target(of window: Int) -> Float {
    precondition(window >= 0 && window < count, "the target of window \(window) of \(count)")
    return values[(window + steps) * featureCount]
  }
}
