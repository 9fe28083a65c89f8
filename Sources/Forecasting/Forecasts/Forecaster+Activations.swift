import Kernels
import Network

extension Forecaster {
  /// What every cell came to at the last row of each window, as the row after the window is predicted from it.
  ///
  /// - windows: the open window of index `series.count` is allowed. Of a network that carries its state on, which has
  ///   windows of one row, all rows before them are read as well.
  /// - layer: the only layer to tell of, from 0; all of them when nil.
  public func activations(of windows: Range<Int>, in series: SeriesWindows, layer: Int? = nil) -> [LayerActivations] {
    precondition(
      windows.lowerBound >= 0 && windows.upperBound <= series.count + 1, "windows \(windows) of \(series.count)")
    switch reading {
    case .windows(let steps):
      return loaded.activations(ofWindows: windows.count, layer: layer) { number, column, features in
        let first = windows.lowerBound + number
        _ = subject.quantity.encode(
          steps: steps, to: column, of: features, batchSize: features.rows / steps
        ) { step, feature in series.values[(first + step) * series.featureCount + feature] }
      }
    case .streams:
      let rows = Matrix(rows: windows.upperBound, columns: series.featureCount)
      for row in 0..<rows.rows { _ = series.write(row: row, quantity: subject.quantity, to: row, of: rows) }
      return loaded.activations(ofRows: rows, layer: layer).map { $0.places(windows) }
    }
  }
}
