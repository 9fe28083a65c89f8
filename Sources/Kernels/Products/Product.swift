/// The longest stretch of a sum that is worked on at once: the panels of a tile (32 or 64 KB) come from the first or second
/// cache, and C is read and written once for it.
private let depthBlock = 512
/// Rows of the left operand worked on at once, so that they stay in the second-level cache.
private let rowBlock = 240

/// What the rows of a product begin with.
public enum ProductStart {
  /// Those of the result, to which the product is added.
  case result
  /// A bias `[1, N]` for all of them.
  case row(Matrix)
  /// Rows of a table `[U, N]`, one index for each.
  case rows(of: Matrix, at: ArraySlice<Int32>)
}

/// C[M, N] += A[M, K] · B[K, N] on the calling thread, or C = S + A · B for another start than C.
///
/// Each element's sum runs over k in order, so any split of the rows gives the same bits.
public func addProduct(_ a: Matrix, _ b: PackedMatrix, to start: ProductStart = .result, into c: Matrix) {
  addProduct(a, b, panels: 0..<b.panelCount, to: start, into: c)
}

/// The same, rows or panels shared among the team, whichever there are more of.
public func addProduct(
  _ a: Matrix, _ b: PackedMatrix, to start: ProductStart = .result, into c: Matrix, on team: ThreadTeam
) {
  if a.rows >= tileHeight * team.count {
    team.split(a.rows, grain: tileHeight) { rows in
      addProduct(a.rows(rows), b, panels: 0..<b.panelCount, to: start.rows(rows), into: c.rows(rows))
    }
  } else if a.rows * a.columns * b.columns > 65_536 {
    team.split(b.panelCount, grain: 4) { addProduct(a, b, panels: $0, to: start, into: c) }
  } else {
    addProduct(a, b, to: start, into: c)
  }
}

extension ProductStart {
  fileprivate func rows(_ range: Range<Int>) -> ProductStart {
    guard case .rows(let table, let indices) = self else { return self }
    let first = indices.startIndex
    return .rows(of: table, at: indices[first + range.lowerBound..<first + range.upperBound])
  }
}

private func addProduct(
  _ a: Matrix, _ b: PackedMatrix, panels: Range<Int>, to start: ProductStart, into c: Matrix
) {
  require(a.columns == b.depth, "\(a.shape) times \(b.depth) × \(b.columns)")
  require(c.rows == a.rows && c.columns == b.columns, "a product \(a.rows) × \(b.columns) into \(c.shape)")
  let result = StartRows(base: c.pointer, stride: c.stride)
  switch start {
  case .result: addProduct(a, b, panels: panels, from: result, into: c)
  case .row(let row):
    require(row.rows == 1 && row.columns == c.columns, "\(row.shape) to rows of \(c.shape)")
    addProduct(a, b, panels: panels, from: StartRows(base: row.pointer, stride: 0), into: c)
  case .rows(let table, let indices):
    require(indices.count == c.rows && table.columns == c.columns, "rows of \(table.shape) to \(c.shape)")
    requireRows(indices, of: table)
    indices.withUnsafeBufferPointer {
      addProduct(
        a, b, panels: panels, from: StartRows(base: table.pointer, stride: table.stride, indices: $0.baseAddress),
        into: c)
    }
  }
}

private func addProduct(_ a: Matrix, _ b: PackedMatrix, panels: Range<Int>, from start: StartRows, into c: Matrix) {
  if a.rows == 1 { return addRow(a.pointer, b, panels: panels, from: start, into: c.pointer) }
  for firstRow in stride(from: 0, to: a.rows, by: rowBlock) {
    let rows = min(rowBlock, a.rows - firstRow)
    // A product without depth leaves the start.
    for k in stride(from: 0, to: max(b.depth, 1), by: depthBlock) {
      let depth = min(depthBlock, b.depth - k)
      let left = LeftOperand(base: a.row(firstRow) + k, rowStride: a.stride, depthStride: 1)
      let begin = k == 0 ? start : StartRows(base: c.pointer, stride: c.stride)
      for j in stride(from: panels.lowerBound, to: panels.upperBound, by: tilePanels) {
        let end = min(j + tilePanels, panels.upperBound) * panelWidth
        addColumnOfTiles(
          left, b.operand(panel: j, row: k), depth: depth, from: begin.at(row: firstRow, column: j * panelWidth),
          c.row(firstRow) + j * panelWidth, cStride: c.stride, rows: rows, width: min(end, b.columns) - j * panelWidth)
      }
    }
  }
}

/// The panels of a tile, `width` columns of which belong to C, against all rows, in tiles of nearly equal height, at
/// most `tileHeight`.
@inline(__always)
func addColumnOfTiles(
  _ a: LeftOperand, _ b: RightOperand, depth: Int, from start: StartRows, _ c: UnsafeMutablePointer<Float>,
  cStride: Int, rows: Int, width: Int, tileHeight: Int = tileHeight
) {
  let tiles = (rows + tileHeight - 1) / tileHeight
  let tall = rows - tiles * (rows / max(tiles, 1))
  var row = 0
  for index in 0..<tiles {
    let height = rows / tiles + (index < tall ? 1 : 0)
    addTiles(
      a.at(row: row), b, depth: depth, from: start.at(row: row), c + row * cStride, cStride: cStride, height: height,
      width: width)
    row += height
  }
}

/// One tile whose panels hold `width` columns of C: the whole ones at once, then the rest of the last one.
@inline(__always)
private func addTiles(
  _ a: LeftOperand, _ b: RightOperand, depth: Int, from start: StartRows, _ c: UnsafeMutablePointer<Float>,
  cStride: Int, height: Int, width: Int
) {
  let whole = width / panelWidth
  if whole > 0 {
    addTile(a, b, panelCount: whole, depth: depth, from: start, c, cStride: cStride, height: height)
  }
  let rest = width - whole * panelWidth
  if rest > 0 {
    addNarrowTile(
      a, b.at(panel: whole), depth: depth, from: start.at(row: 0, column: whole * panelWidth),
      c + whole * panelWidth, cStride: cStride, height: height, width: rest)
  }
}

private func addRow(
  _ a: UnsafePointer<Float>, _ b: PackedMatrix, panels: Range<Int>, from start: StartRows,
  into c: UnsafeMutablePointer<Float>
) {
  var j = panels.lowerBound
  while j + rowPanels <= panels.upperBound && (j + rowPanels) * panelWidth <= b.columns {
    addRowTile(
      a, b.operand(panel: j), depth: b.depth, from: start.at(row: 0, column: j * panelWidth), c + j * panelWidth)
    j += rowPanels
  }
  let left = LeftOperand(base: a, rowStride: 0, depthStride: 1)
  while j < panels.upperBound {
    addTiles(
      left, b.operand(panel: j), depth: b.depth, from: start.at(row: 0, column: j * panelWidth), c + j * panelWidth,
      cStride: 0, height: 1, width: min(panelWidth, b.columns - j * panelWidth))
    j += 1
  }
}
