import Kernels
import Network

extension Forecaster {
  /// What every cell came to after each window, as the row after the window is predicted from it.
  ///
  /// - windows: the open window of index `series.count` is allowed.
  /// - layer: the only layer to tell of, from 0; all of them when nil.
  public func activations(of windows: Range<Int>, in series: SeriesWindows, layer: Int? = nil) -> [LayerActivations] {
    precondition(
      windows.lowerBound >= 0 && windows.upperBound <= series.count + 1, "windows \(windows) of \(series.count)")
    let (quantity, width) = (subject.quantity, series.featureCount)
    return loaded.activations(ofWindows: windows.count, layer: layer) { number, column, features in
      let first = windows.lowerBound + number
      _ = quantity.encode(
        steps: series.steps, to: column, of: features, batchSize: features.rows / series.steps
      ) { step, feature in series.values[(first + step) * width + feature] }
    }
  }
}
