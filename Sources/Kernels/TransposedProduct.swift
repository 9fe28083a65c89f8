/// Rows of the two operands that are summed at once: a packed panel of each stays in the first-level cache.
private let depthBlock = 256
/// Rows of the result worked on at once: their packed left operand (240 KB) stays in the second-level cache.
private let rowBlock = 240

/// C[M, N] += Aᵀ · B for A `[K, M]` and B `[K, N]`: the gradient of a weight, summed over all K = T·B rows.
///
/// `C` accumulates. Rows of C are shared among the team; both operands are packed into `scratch` block by
/// block, since walking down their columns would touch a new page for every step.
public func addTransposedProduct(
  _ a: Matrix, _ b: Matrix, into c: Matrix, scratch: TransposedProductScratch, on team: ThreadTeam
) {
  require(a.rows == b.rows, "\(a.shape)ᵀ times \(b.shape)")
  require(c.rows == a.columns && c.columns == b.columns, "\(a.shape)ᵀ times \(b.shape) into \(c.shape)")
  require(scratch.threads >= team.count, "scratch for \(scratch.threads) of \(team.count) threads")
  let units = (c.rows + tileHeight - 1) / tileHeight
  team.run { worker in
    let low = units * worker / team.count * tileHeight
    let high = min(c.rows, units * (worker + 1) / team.count * tileHeight)
    let (left, right) = (scratch.left(worker), scratch.right(worker))
    for firstRow in stride(from: low, to: high, by: rowBlock) {
      let rows = min(rowBlock, high - firstRow)
      for k in stride(from: 0, to: a.rows, by: depthBlock) {
        let depth = min(depthBlock, a.rows - k)
        packColumns(a, firstRow..<firstRow + rows, rows: k..<k + depth, into: left)
        for column in stride(from: 0, to: c.columns, by: tilePanels * panelWidth) {
          let width = min(tilePanels * panelWidth, c.columns - column)
          packPanels(b, column: column, width: width, rows: k..<k + depth, into: right)
          for row in stride(from: 0, to: rows, by: tileHeight) {
            addTiles(
              LeftOperand(base: left + row * depth, rowStride: 1, depthStride: tileHeight), right,
              panelStride: depth * panelWidth, depth: depth, c.row(firstRow + row) + column, cStride: c.stride,
              height: min(tileHeight, rows - row), width: width)
          }
        }
      }
    }
  }
}

/// Panels of 16 of B's columns, one after the other.
private func packPanels(
  _ b: Matrix, column: Int, width: Int, rows: Range<Int>, into target: UnsafeMutablePointer<Float>
) {
  var panel = target
  for first in stride(from: column, to: column + width, by: panelWidth) {
    let count = min(panelWidth, column + width - first)
    for (index, k) in rows.enumerated() { (panel + index * panelWidth).update(from: b.row(k) + first, count: count) }
    panel += rows.count * panelWidth
  }
}

/// Tiles of `tileHeight` columns of A, each contiguous over the depth.
private func packColumns(_ a: Matrix, _ columns: Range<Int>, rows: Range<Int>, into target: UnsafeMutablePointer<Float>)
{
  for (index, k) in rows.enumerated() {
    let source = a.row(k) + columns.lowerBound
    var tile = target + index * tileHeight
    var column = 0
    while column + tileHeight <= columns.count {
      for i in 0..<tileHeight { tile[i] = source[column + i] }
      tile += rows.count * tileHeight
      column += tileHeight
    }
    for i in 0..<(columns.count - column) { tile[i] = source[column + i] }
  }
}

/// Room for the packed blocks of `addTransposedProduct`, one pair a thread.
///
/// Memory: `4 · 256 · (240 + 32)` bytes a thread.
public struct TransposedProductScratch: Sendable {
  let threads: Int
  private let storage: FloatStorage

  /// Allocates room for a team of `threads`.
  public init(threads: Int) {
    self.threads = threads
    storage = FloatStorage(count: threads * depthBlock * (rowBlock + 2 * panelWidth))
  }

  func left(_ worker: Int) -> UnsafeMutablePointer<Float> {
    storage.base + worker * depthBlock * (rowBlock + 2 * panelWidth)
  }

  func right(_ worker: Int) -> UnsafeMutablePointer<Float> { left(worker) + depthBlock * rowBlock }
}
