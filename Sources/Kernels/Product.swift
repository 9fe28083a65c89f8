/// The longest stretch of a sum that is worked on at once: the panels of a tile (16 or 32 KB) stay in the first-level cache.
private let depthBlock = 512
/// Rows of the left operand worked on at once, so that they stay in the second-level cache.
private let rowBlock = 240

/// C[M, N] += A[M, K] · B[K, N] on the calling thread.
///
/// `C` accumulates. Each element's sum runs over k in order, so any split of the rows gives the same bits.
public func addProduct(_ a: Matrix, _ b: PackedMatrix, into c: Matrix) {
  addProduct(a, b, panels: 0..<b.panelCount, into: c)
}

/// C[M, N] += A[M, K] · B[K, N], rows or panels shared among the team, whichever there are more of.
public func addProduct(_ a: Matrix, _ b: PackedMatrix, into c: Matrix, on team: ThreadTeam) {
  if a.rows >= tileHeight * team.count {
    team.split(a.rows, grain: tileHeight) { rows in
      addProduct(a.rows(rows), b, panels: 0..<b.panelCount, into: c.rows(rows))
    }
  } else if a.rows * a.columns * b.columns > 65_536 {
    team.split(b.panelCount, grain: 4) { addProduct(a, b, panels: $0, into: c) }
  } else {
    addProduct(a, b, into: c)
  }
}

func addProduct(_ a: Matrix, _ b: PackedMatrix, panels: Range<Int>, into c: Matrix) {
  require(a.columns == b.depth, "\(a.shape) times \(b.depth) × \(b.columns)")
  require(c.rows == a.rows && c.columns == b.columns, "a product \(a.rows) × \(b.columns) into \(c.shape)")
  if a.rows == 1 { return addRow(a.pointer, b, panels: panels, into: c.pointer) }
  for firstRow in stride(from: 0, to: a.rows, by: rowBlock) {
    let rows = min(rowBlock, a.rows - firstRow)
    for k in stride(from: 0, to: b.depth, by: depthBlock) {
      let depth = min(depthBlock, b.depth - k)
      let left = LeftOperand(base: a.row(firstRow) + k, rowStride: a.stride, depthStride: 1)
      for j in stride(from: panels.lowerBound, to: panels.upperBound, by: tilePanels) {
        let end = min(j + tilePanels, panels.upperBound) * panelWidth
        addColumnOfTiles(
          left, b.operand(panel: j, row: k), depth: depth, c.row(firstRow) + j * panelWidth, cStride: c.stride,
          rows: rows,
          width: min(end, b.columns) - j * panelWidth)
      }
    }
  }
}

/// The panels of a tile, `width` columns of which belong to C, against all rows, in tiles of nearly equal height.
@inline(__always)
func addColumnOfTiles(
  _ a: LeftOperand, _ b: RightOperand, depth: Int, _ c: UnsafeMutablePointer<Float>, cStride: Int, rows: Int, width: Int
) {
  let tiles = (rows + tileHeight - 1) / tileHeight
  let tall = rows - tiles * (rows / max(tiles, 1))
  var row = 0
  for index in 0..<tiles {
    let height = rows / tiles + (index < tall ? 1 : 0)
    addTiles(
      a.at(row: row), b, depth: depth, c + row * cStride, cStride: cStride,
      height: height, width: width)
    row += height
  }
}

/// One tile whose panels hold `width` columns of C: the whole ones at once, then the rest of the last one.
@inline(__always)
func addTiles(
  _ a: LeftOperand, _ b: RightOperand, depth: Int, _ c: UnsafeMutablePointer<Float>, cStride: Int, height: Int,
  width: Int
) {
  let whole = width / panelWidth
  if whole > 0 {
    addTile(
      a, b, panelCount: whole, depth: depth, c, cStride: cStride, height: height)
  }
  let rest = width - whole * panelWidth
  if rest > 0 {
    addNarrowTile(
      a, b.at(panel: whole), depth: depth, c + whole * panelWidth, cStride: cStride, height: height,
      width: rest)
  }
}

private func addRow(
  _ a: UnsafePointer<Float>, _ b: PackedMatrix, panels: Range<Int>, into c: UnsafeMutablePointer<Float>
) {
  var j = panels.lowerBound
  while j + rowPanels <= panels.upperBound && (j + rowPanels) * panelWidth <= b.columns {
    addRowTile(a, b.operand(panel: j), depth: b.depth, c + j * panelWidth)
    j += rowPanels
  }
  let left = LeftOperand(base: a, rowStride: 0, depthStride: 1)
  while j < panels.upperBound {
    addTiles(
      left, b.operand(panel: j), depth: b.depth, c + j * panelWidth, cStride: 0, height: 1,
      width: min(panelWidth, b.columns - j * panelWidth))
    j += 1
  }
}
