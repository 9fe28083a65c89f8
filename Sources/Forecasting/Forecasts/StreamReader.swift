import Kernels
import Network

/// A network that carries its state on, and reads the rows of a series one after the other.
///
/// Several rows at once are read in the time of a few, to the same bits.
final class StreamReader {
  /// Rows that are read at once.
  private static let chunk = 32

  private let quantity: PredictedQuantity
  private let series: SeriesWindows
  private let rowPass, chunkPass: Pass
  private let inputs, outputs: Matrix
  /// What has to be added to the network's outputs.
  private var origins = [Float](repeating: 0, count: chunk)
  /// The row that is read next.
  private var next = 0

  /// A reader at the first row.
  init(_ loaded: LoadedModel, _ quantity: PredictedQuantity, _ series: SeriesWindows) {
    (self.quantity, self.series) = (quantity, series)
    // What a small network does in a chunk is over before another thread has begun its part.
    let team = loaded.model.layout.count < 100_000 ? ThreadTeam.alone : loaded.team
    rowPass = Pass(loaded, steps: 1, streams: 1, on: team)
    chunkPass = Pass(loaded, steps: Self.chunk, streams: 1, on: team)
    // One state, whichever of them goes on.
    chunkPass.state = rowPass.state
    inputs = Matrix(rows: Self.chunk, columns: series.featureCount)
    outputs = Matrix(rows: Self.chunk, columns: 1)
  }

  /// The state after the rows that were read.
  var state: RecurrentState { rowPass.state }

  /// Reads on to the end of a range of rows, and calls `body` with what is predicted, scaled, after each of them.
  func read(upTo end: Int, _ body: (Float) -> Void) {
    while next < end {
      let pass = end - next >= Self.chunk ? chunkPass : rowPass
      let rows = 0..<pass.steps
      for row in rows { origins[row] = series.write(row: next + row, quantity: quantity, to: row, of: inputs) }
      pass.outputs(of: pass.forward(.features(inputs.rows(rows))), into: outputs.rows(rows))
      for row in rows { body(outputs[row, 0] + origins[row]) }
      next += rows.count
    }
  }
}
