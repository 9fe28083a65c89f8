/// Rows of the two operands that are summed at once: a tile's part of both stays in the first-level cache.
private let depthBlock = 192
/// Rows of C worked on at once: the block of A (190 KB) stays in the second-level cache.
private let rowBlock = 240
/// Rows of C in a tile: with eight of them two tiles use up the cache lines of A, sixteen floats long.
@inline(__always) private var lineTileHeight: Int { hasWideRegisters ? 8 : tileHeight }

/// C[M, N] += Aᵀ · B for A `[K, M]` and B `[K, N]`: the gradient of a weight, summed over all K = T·B rows.
///
/// `C` accumulates. Rows of C are shared among the team. Both operands are read where they stand, down their columns:
/// rows that are a multiple of 1,024 floats apart would share a few places in the caches, so that matrices to be
/// multiplied are best allocated with `Matrix(rows:paddedColumns:)`.
public func addTransposedProduct(_ a: Matrix, _ b: Matrix, into c: Matrix, on team: ThreadTeam) {
  require(a.rows == b.rows, "\(a.shape)ᵀ times \(b.shape)")
  require(c.rows == a.columns && c.columns == b.columns, "\(a.shape)ᵀ times \(b.shape) into \(c.shape)")
  team.split(c.rows, grain: lineTileHeight) { rows in
    for k in stride(from: 0, to: a.rows, by: depthBlock) {
      let depth = min(depthBlock, a.rows - k)
      for row in stride(from: rows.lowerBound, to: rows.upperBound, by: rowBlock) {
        for column in stride(from: 0, to: c.columns, by: tilePanels * panelWidth) {
          addColumnOfTiles(
            LeftOperand(base: a.row(k) + row, rowStride: 1, depthStride: a.stride),
            RightOperand(base: b.row(k) + column, panelStride: panelWidth, depthStride: b.stride), depth: depth,
            from: StartRows(base: c.row(row) + column, stride: c.stride), c.row(row) + column, cStride: c.stride,
            rows: min(rowBlock, rows.upperBound - row),
            width: min(tilePanels * panelWidth, c.columns - column), tileHeight: lineTileHeight)
        }
      }
    }
  }
}
