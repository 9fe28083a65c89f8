/// Rows of the two operands that are summed at once: a tile's share of both packed blocks stays in the first-level
/// cache.
private let depthBlock = 192
/// Columns of A packed at once: the block (90 to 150 KB) stays in the second-level cache beside that of B.
private let rowBlock = 120
/// Columns of B packed at once: 390 KB.
private let columnBlock = 512

/// Floats from one row of a packed tile of A to the next: the tile's height, filled up to a whole register.
private var tileStride: Int { hasWideRegisters ? 16 : 8 }

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
  team.run { part in
    let rows = units * part / team.count * tileHeight..<min(c.rows, units * (part + 1) / team.count * tileHeight)
    guard !rows.isEmpty else { return }
    let (left, right) = (scratch.left(part), scratch.right(part))
    for k in stride(from: 0, to: a.rows, by: depthBlock) {
      let depth = k..<min(k + depthBlock, a.rows)
      for column in stride(from: 0, to: c.columns, by: columnBlock) {
        let columns = column..<min(column + columnBlock, c.columns)
        packPanels(b, columns, rows: depth, into: right)
        for row in stride(from: rows.lowerBound, to: rows.upperBound, by: rowBlock) {
          let block = row..<min(row + rowBlock, rows.upperBound)
          packTiles(a, block, rows: depth, into: left)
          addBlock(left, right, depth: depth.count, into: c.rows(block).columns(columns))
        }
      }
    }
  }
}

/// C += the product of a packed block of each operand: a pair of panels against all tiles, then the next pair.
private func addBlock(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, depth: Int, into c: Matrix) {
  let panelStride = depth * panelWidth
  for column in stride(from: 0, to: c.columns, by: tilePanels * panelWidth) {
    let width = min(tilePanels * panelWidth, c.columns - column)
    for row in stride(from: 0, to: c.rows, by: tileHeight) {
      addTiles(
        LeftOperand(base: left + row / tileHeight * depth * tileStride, rowStride: 1, depthStride: tileStride),
        right + column / panelWidth * panelStride, panelStride: panelStride, depth: depth, c.row(row) + column,
        cStride: c.stride, height: min(tileHeight, c.rows - row), width: width)
    }
  }
}

/// Tiles of `tileHeight` of A's columns, each contiguous over the depth.
private func packTiles(_ a: Matrix, _ columns: Range<Int>, rows: Range<Int>, into target: UnsafeMutablePointer<Float>) {
  let step = rows.count * tileStride
  for (index, k) in rows.enumerated() {
    let source = a.row(k) + columns.lowerBound
    var tile = target + index * tileStride
    var column = 0
    // A whole register at once: what is read beyond the tile is not used, and must not lie beyond the row.
    while columns.lowerBound + column + tileStride <= a.columns && column < columns.count {
      if hasWideRegisters {
        store(load(source + column), tile)
      } else {
        UnsafeMutableRawPointer(tile).storeBytes(
          of: UnsafeRawPointer(source + column).loadUnaligned(as: SIMD8<Float>.self), as: SIMD8<Float>.self)
      }
      tile += step
      column += tileHeight
    }
    while column < columns.count {
      for i in 0..<min(tileHeight, columns.count - column) { tile[i] = source[column + i] }
      tile += step
      column += tileHeight
    }
  }
}

/// Panels of 16 of B's columns, one after the other; the last one filled up with zeros.
private func packPanels(_ b: Matrix, _ columns: Range<Int>, rows: Range<Int>, into target: UnsafeMutablePointer<Float>)
{
  let whole = columns.count / panelWidth
  let rest = columns.count - whole * panelWidth
  for (index, k) in rows.enumerated() {
    let source = b.row(k) + columns.lowerBound
    var row = target + index * panelWidth
    for panel in 0..<whole {
      store(load(source + panel * panelWidth), row)
      row += rows.count * panelWidth
    }
    if rest > 0 { store(loadPart(source + whole * panelWidth, rest), row) }
  }
}

/// Room for the packed blocks of `addTransposedProduct`, one pair a thread.
///
/// Memory: `4 · 192 · (192 + 512)` bytes a thread with AVX-512, 160 for 192 with narrower registers.
public struct TransposedProductScratch: Sendable {
  let threads: Int
  private let storage: FloatStorage
  private static let leftCount = rowBlock / tileHeight * tileStride * depthBlock
  private static let count = leftCount + columnBlock * depthBlock

  /// Allocates room for a team of `threads`.
  public init(threads: Int) {
    self.threads = threads
    storage = FloatStorage(count: threads * Self.count)
  }

  func left(_ worker: Int) -> UnsafeMutablePointer<Float> { storage.base + worker * Self.count }

  func right(_ worker: Int) -> UnsafeMutablePointer<Float> { left(worker) + Self.leftCount }
}
