import Checkpoints
import Kernels
import Network

/// A forecasting model.
public typealias SeriesCheckpoint = Checkpoint<SeriesSubject>

/// A trained model that predicts a series from its windows, one step or many ahead.
public struct Forecaster {
  private let subject: SeriesSubject
  private let model: SequenceModel
  private let parameters: ParameterVector
  private let packed: PackedWeights
  private let team: ThreadTeam
  private let steps: Int

  /// Packs the weights once.
  public init(checkpoint: SeriesCheckpoint, threads: Int) {
    (subject, model, parameters) = (checkpoint.subject, checkpoint.model, checkpoint.parameters)
    guard let window = checkpoint.model.configuration.window else {
      preconditionFailure("a forecaster without a window")
    }
    steps = window
    team = ThreadTeam(threads: threads)
    packed = PackedWeights(model: model, forTraining: false)
    packed.pack(parameters, of: model, on: team)
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
    let size = min(64, windows.count)
    var trace = SequenceTrace(model: model, steps: steps, batchSize: size, forTraining: false)
    let state = RecurrentState(model: model, batchSize: size)
    let inputs = Matrix(rows: steps * size, columns: series.featureCount)
    let outputs = Matrix(rows: size, columns: 1)
    var result: [[Double]] = []
    for first in stride(from: windows.lowerBound, to: windows.upperBound, by: size) {
      var paths = (0..<size).map { Path(window: min(first + $0, windows.upperBound - 1), series: series) }
      for _ in 0..<horizon {
        for b in 0..<size { paths[b].write(subject.quantity, to: b, of: inputs, batchSize: size) }
        state.reset()
        let hiddens = model.forward(
          .features(inputs), state: state, parameters: parameters, packed: packed, trace: &trace, on: team)
        model.outputs(of: hiddens, into: outputs, parameters: parameters, packed: packed, on: team)
        for b in 0..<size { paths[b].append(outputs[b, 0]) }
      }
      for path in paths.prefix(windows.upperBound - first) {
        result.append(path.predicted.map { subject.scaling.restored(Double($0)) })
      }
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
