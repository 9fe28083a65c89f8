import Checkpoints
import Kernels
import Network

/// A forecasting model.
public typealias SeriesCheckpoint = Checkpoint<SeriesSubject>

/// A trained model that predicts a series from its windows, one step or many ahead.
public struct Forecaster {
  let subject: SeriesSubject
  let loaded: LoadedModel
  private let steps: Int

  /// Packs the weights once.
  public init(checkpoint: SeriesCheckpoint, threads: Int) {
    guard let window = checkpoint.model.configuration.window else {
      preconditionFailure("a forecaster without a window")
    }
    (subject, steps, loaded) = (checkpoint.subject, window, checkpoint.loaded(threads: threads))
  }

  /// The rows of a series as the network reads them.
  ///
  /// - columns: the features in their own units, the target first.
  public func windows(of columns: [[Double]]) -> SeriesWindows {
    SeriesWindows(
      values: subject.scaling.scaledRows(columns), featureCount: subject.features.count, steps: steps)
  }

  /// Predictions of the row after each window, in the target's unit.
  public func predictions(of windows: Range<Int>, in series: SeriesWindows) -> [Double] {
    paths(from: windows, horizon: 1, in: series).map { $0[0] }
  }

  /// Predictions of the `horizon` rows after each window, in the target's unit: each one is read as if it had
  /// happened when the next one is made. Other features than the target keep their last known value.
  ///
  /// - windows: window w is known up to row w + T, exclusive; the open window of index `series.count` is allowed.
  ///
  /// Cost: `horizon` passes over T steps of the network, 64 windows at once.
  public func paths(from windows: Range<Int>, horizon: Int, in series: SeriesWindows) -> [[Double]] {
    precondition(
      windows.lowerBound >= 0 && windows.upperBound <= series.count + 1, "windows \(windows) of \(series.count)")
    guard !windows.isEmpty, horizon > 0 else { return windows.map { _ in [] } }
    let blocks = WindowBlocks(loaded, count: windows.count)
    let (pass, streams) = (blocks.pass, blocks.streams)
    let inputs = Matrix(rows: steps * streams, columns: series.featureCount)
    let outputs = Matrix(rows: streams, columns: 1)
    var result: [[Double]] = []
    blocks.forEach { block in
      var paths = (0..<streams).map {
        Path(window: windows.lowerBound + blocks.window(inColumn: $0, of: block), series: series)
      }
      for _ in 0..<horizon {
        for b in 0..<streams { paths[b].write(subject.quantity, to: b, of: inputs, batchSize: streams) }
        pass.state.reset()
        pass.outputs(of: pass.forward(.features(inputs)), into: outputs)
        for b in 0..<streams { paths[b].append(outputs[b, 0]) }
      }
      result += paths.prefix(block.count).map { $0.predicted.map { subject.scaling.restored(Double($0)) } }
    }
    return result
  }
}

/// A window that moves on over its own predictions.
private struct Path {
  let window: Int
  let series: SeriesWindows
  /// Scaled.
  private(set) var predicted: [Float] = []
  private var origin: Float = 0

  init(window: Int, series: SeriesWindows) {
    (self.window, self.series) = (window, series)
  }

  private func value(row: Int, feature: Int) -> Float {
    // Rows before this one are known.
    let end = window + series.steps
    if row < end { return series.values[row * series.featureCount + feature] }
    return feature == 0 ? predicted[row - end] : series.values[(end - 1) * series.featureCount + feature]
  }

  mutating func write(_ quantity: PredictedQuantity, to b: Int, of inputs: Matrix, batchSize: Int) {
    let first = window + predicted.count
    origin = quantity.encode(steps: series.steps, to: b, of: inputs, batchSize: batchSize) { step, feature in
      value(row: first + step, feature: feature)
    }
  }

  mutating func append(_ output: Float) { predicted.append(output + origin) }
}
