import Checkpoints
import Kernels
import Network

/// A forecasting model.
public typealias SeriesCheckpoint = Checkpoint<SeriesSubject>

/// A trained model that predicts a series, one step or many ahead.
public struct Forecaster {
  let subject: SeriesSubject
  let loaded: LoadedModel
  /// How the network reads the series.
  public let reading: SeriesReading

  /// Packs the weights once.
  public init(checkpoint: SeriesCheckpoint, threads: Int) {
    (subject, loaded) = (checkpoint.subject, checkpoint.loaded(threads: threads))
    reading = SeriesReading(checkpoint.model.configuration)
  }

  /// The rows of a series as the network reads them.
  ///
  /// - columns: the features in their own units, the target first.
  public func windows(of columns: [[Double]]) -> SeriesWindows {
    SeriesWindows(
      values: subject.scaling.scaledRows(columns), featureCount: subject.features.count, steps: reading.leastRows)
  }

  /// The rows of a table that the model has not learnt from.
  ///
  /// - Throws: `tooFewRows`, and `beyondScale` where the learnt scale makes no numbers of a column.
  public func windows(ofNew table: SeriesTable) throws(ForecastingError) -> SeriesWindows {
    let windows = windows(of: table.columns)
    guard table.rowCount >= windows.steps else {
      throw .tooFewRows(rows: table.rowCount, needed: windows.steps, purpose: "a window of this model")
    }
    if let feature = subject.scaling.featureBeyondScale(table.columns) {
      throw .beyondScale(column: table.features[feature], method: subject.scaling.method.rawValue)
    }
    return windows
  }

  /// Predictions of the row after each window, in the target's unit.
  ///
  /// - windows: as `paths` takes them.
  public func predictions(of windows: Range<Int>, in series: SeriesWindows) -> [Double] {
    if windows.isEmpty { return [] }
    precondition(
      windows.lowerBound >= 0 && windows.upperBound <= series.count + 1, "windows \(windows) of \(series.count)")
    let scaled =
      switch reading {
      case .windows(let steps): windowPaths(steps: steps, from: Array(windows), horizon: 1, in: series)
      case .streams: streamPredictions(of: windows, in: series)
      }
    return scaled.map { subject.scaling.restored(Double($0)) }
  }

  /// Predictions of the `horizon` rows after each window, in the target's unit: each one is read as if it had
  /// happened when the next one is made. Other features than the target keep their last known value.
  ///
  /// - windows: window w is known up to row w + T, exclusive; the open window of index `series.count` is allowed. A
  ///   network that carries its state on has windows of one row, T = 1, and knows all rows before them as well.
  ///
  /// Cost, with windows: `horizon` passes over T steps of the network for each 64 windows. With a carried state: one pass
  /// over all rows up to the last window, and `horizon` − 1 steps for each 64 windows.
  public func paths(from windows: Range<Int>, horizon: Int, in series: SeriesWindows) -> [[Double]] {
    paths(from: Array(windows), horizon: horizon, in: series)
  }

  /// Predictions of the `horizon` rows after each of some windows, in ascending order.
  package func paths(from windows: [Int], horizon: Int, in series: SeriesWindows) -> [[Double]] {
    guard let first = windows.first, let last = windows.last, horizon > 0 else { return windows.map { _ in [] } }
    precondition(first >= 0 && last <= series.count, "windows \(first) to \(last) of \(series.count)")
    let scaled =
      switch reading {
      case .windows(let steps): windowPaths(steps: steps, from: windows, horizon: horizon, in: series)
      case .streams: streamPaths(from: windows, horizon: horizon, in: series)
      }
    return windows.indices.map { index in
      scaled[index * horizon..<(index + 1) * horizon].map { subject.scaling.restored(Double($0)) }
    }
  }
}
