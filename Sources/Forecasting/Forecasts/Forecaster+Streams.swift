import Kernels
import Network

extension Forecaster {
  /// Rows that are read at once.
  private static let chunk = 32
  /// Paths that go on side by side.
  private static let mostStreams = 64

  /// The scaled paths of a network that carries its state on: one stream reads the series from its first row, and what the
  /// state is after each of the windows, in ascending order, goes on over its own predictions, up to 64 of them side by
  /// side.
  func streamPaths(from windows: [Int], horizon: Int, in series: SeriesWindows) -> [[Float]] {
    let reader = Pass(loaded, steps: 1, streams: 1)
    var next = 0
    var result: [[Float]] = []
    for first in stride(from: 0, to: windows.count, by: Self.mostStreams) {
      let block = windows[first..<min(first + Self.mostStreams, windows.count)]
      let states = RecurrentState(model: loaded.model, batchSize: block.count)
      let outputs = Matrix(rows: block.count, columns: 1)
      let inputs = Matrix(rows: 1, columns: series.featureCount)
      var paths = block.map { StreamPath(window: $0, series: series) }
      for b in paths.indices {
        read(series, rows: next..<paths[b].window, reader)
        next = paths[b].window + 1
        paths[b].write(subject.quantity, to: 0, of: inputs)
        reader.outputs(of: reader.forward(.features(inputs)), into: outputs.rows(b..<b + 1))
        paths[b].append(outputs[b, 0])
        states.streams(b..<b + 1).assign(reader.state)
      }
      goOn(&paths, from: states, steps: horizon - 1, outputs)
      result += paths.map(\.predicted)
    }
    return result
  }

  /// Reads rows, of which no prediction is asked for.
  private func read(_ series: SeriesWindows, rows: Range<Int>, _ reader: Pass) {
    let chunks = rows.count / Self.chunk
    let inputs = Matrix(rows: Self.chunk, columns: series.featureCount)
    if chunks > 0 {
      let pass = Pass(loaded, steps: Self.chunk, streams: 1)
      pass.state.assign(reader.state)
      for chunk in 0..<chunks {
        let first = rows.lowerBound + chunk * Self.chunk
        for t in 0..<Self.chunk { _ = series.write(row: first + t, quantity: subject.quantity, to: t, of: inputs) }
        pass.forward(.features(inputs))
      }
      reader.state.assign(pass.state)
    }
    for row in rows.dropFirst(chunks * Self.chunk) {
      _ = series.write(row: row, quantity: subject.quantity, to: 0, of: inputs)
      reader.forward(.features(inputs.rows(0..<1)))
    }
  }

  /// Lets paths read their own predictions, so many steps.
  private func goOn(_ paths: inout [StreamPath], from states: RecurrentState, steps: Int, _ outputs: Matrix) {
    guard steps > 0, let features = paths.first?.series.featureCount else { return }
    let pass = Pass(loaded, steps: 1, streams: paths.count)
    pass.state.assign(states)
    let inputs = Matrix(rows: paths.count, columns: features)
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
  /// Scaled.
  private(set) var predicted: [Float] = []
  private var origin: Float = 0

  init(window: Int, series: SeriesWindows) { (self.window, self.series) = (window, series) }

  /// Writes the last row, which is the window's or was predicted.
  mutating func write(_ quantity: PredictedQuantity, to b: Int, of inputs: Matrix) {
    guard let last = predicted.last else {
      origin = series.write(row: window, quantity: quantity, to: b, of: inputs)
      return
    }
    let known = window * series.featureCount
    let previous = predicted.dropLast().last ?? series.values[known]
    origin = quantity.encode(previous: previous, to: b, of: inputs) { feature in
      feature == 0 ? last : series.values[known + feature]
    }
  }

  mutating func append(_ output: Float) { predicted.append(output + origin) }
}
