import Kernels
import Network

extension Forecaster {
  /// Paths that go on side by side.
  private static let mostStreams = 64

  /// The scaled predictions of the rows after some windows, by a network that carries its state on.
  func streamPredictions(of windows: Range<Int>, in series: SeriesWindows) -> [Float] {
    let reader = StreamReader(loaded, subject.quantity, series)
    reader.read(upTo: windows.lowerBound) { _ in }
    var result: [Float] = []
    result.reserveCapacity(windows.count)
    reader.read(upTo: windows.upperBound) { result.append($0) }
    return result
  }

  /// The scaled paths of a network that carries its state on, one behind the other: one stream reads the series from its
  /// first row, and what the state is after each of the windows, in ascending order, goes on over its own predictions, up to
  /// 64 of them side by side.
  func streamPaths(from windows: [Int], horizon: Int, in series: SeriesWindows) -> [Float] {
    let reader = StreamReader(loaded, subject.quantity, series)
    var result: [Float] = []
    result.reserveCapacity(windows.count * horizon)
    for first in stride(from: 0, to: windows.count, by: Self.mostStreams) {
      let block = windows[first..<min(first + Self.mostStreams, windows.count)]
      let states = RecurrentState(model: loaded.model, batchSize: block.count)
      var paths: [StreamPath] = []
      for (b, window) in block.enumerated() {
        var last: Float = 0
        reader.read(upTo: window + 1) { last = $0 }
        paths.append(StreamPath(window: window, series: series, first: last))
        states.streams(b..<b + 1).assign(reader.state)
      }
      goOn(&paths, from: states, steps: horizon - 1)
      for path in paths { result += path.predicted }
    }
    return result
  }

  /// Lets paths read their own predictions, so many steps.
  private func goOn(_ paths: inout [StreamPath], from states: RecurrentState, steps: Int) {
    guard steps > 0, let features = paths.first?.series.featureCount else { return }
    let pass = Pass(loaded, steps: 1, streams: paths.count)
    pass.state.assign(states)
    let (inputs, outputs) = (Matrix(rows: paths.count, columns: features), Matrix(rows: paths.count, columns: 1))
    for _ in 0..<steps {
      for b in paths.indices { paths[b].write(subject.quantity, to: b, of: inputs) }
      pass.outputs(of: pass.forward(.features(inputs)), into: outputs)
      for b in paths.indices { paths[b].append(outputs[b, 0]) }
    }
  }
}

/// A series that goes on after a window over its own predictions.
private struct StreamPath {
  let window: Int
  let series: SeriesWindows
  /// Scaled, one at least.
  private(set) var predicted: [Float]
  private var origin: Float = 0

  init(window: Int, series: SeriesWindows, first: Float) {
    (self.window, self.series, predicted) = (window, series, [first])
  }

  /// Writes the row that was predicted last.
  mutating func write(_ quantity: PredictedQuantity, to b: Int, of inputs: Matrix) {
    let (known, last) = (window * series.featureCount, predicted.count - 1)
    let previous = last > 0 ? predicted[last - 1] : series.values[known]
    origin = quantity.encode(previous: previous, to: b, of: inputs) { feature in
      feature == 0 ? predicted[last] : series.values[known + feature]
    }
  }

  mutating func append(_ output: Float) { predicted.append(output + origin) }
}
