import Kernels
import Network

extension Forecaster {
  /// The scaled paths of a network that reads windows, one behind the other: each step ahead reads the window that ends there
  /// anew.
  func windowPaths(steps: Int, from windows: [Int], horizon: Int, in series: SeriesWindows) -> [Float] {
    let blocks = WindowBlocks(loaded, count: windows.count)
    let (pass, streams) = (blocks.pass, blocks.streams)
    let inputs = Matrix(rows: steps * streams, columns: series.featureCount)
    let outputs = Matrix(rows: streams, columns: 1)
    var result: [Float] = []
    result.reserveCapacity(windows.count * horizon)
    blocks.forEach { block in
      var paths = (0..<streams).map {
        Path(window: windows[blocks.window(inColumn: $0, of: block)], series: series)
      }
      for _ in 0..<horizon {
        for b in 0..<streams { paths[b].write(subject.quantity, to: b, of: inputs, batchSize: streams) }
        pass.state.reset()
        pass.outputs(of: pass.forward(.features(inputs)), into: outputs)
        for b in 0..<streams { paths[b].append(outputs[b, 0]) }
      }
      for path in paths.prefix(block.count) { result += path.predicted }
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
