import CInstructionSet

/// The width of a panel in floats: two AVX2 registers, or one of AVX-512.
package let panelWidth = 16

typealias Lanes = SIMD16<Float>

@inline(__always)
func load(_ pointer: UnsafePointer<Float>) -> Lanes {
  UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
}

@inline(__always)
func store(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: lanes, as: Lanes.self)
}

/// How the left operand of a product is walked: element (row, k) stands at `base[row · rowStride + k · depthStride]`.
struct LeftOperand {
  let base: UnsafePointer<Float>
  let rowStride: Int
  let depthStride: Int

  @inline(__always) func at(row: Int) -> LeftOperand {
    LeftOperand(base: base + row * rowStride, rowStride: rowStride, depthStride: depthStride)
  }
}

/// How the right operand is walked: sixteen adjacent columns are a panel, the row k of panel p begins at
/// `base[p · panelStride + k · depthStride]` and is read whole.
struct RightOperand {
  let base: UnsafePointer<Float>
  let panelStride: Int
  let depthStride: Int

  @inline(__always) func at(panel: Int) -> RightOperand {
    RightOperand(base: base + panel * panelStride, panelStride: panelStride, depthStride: depthStride)
  }
}

/// What the sums of a product begin with, row by row: rows at a distance, the same row again and again where that is
/// 0, or those of a table that indices name.
struct StartRows {
  let base: UnsafePointer<Float>
  let stride: Int
  var indices: UnsafePointer<Int32>?

  @inline(__always) func row(_ r: Int) -> UnsafePointer<Float> {
    base + (indices.map { Int($0[r]) } ?? r) * stride
  }

  @inline(__always) func at(row: Int, column: Int = 0) -> StartRows {
    if let indices { return StartRows(base: base + column, stride: stride, indices: indices + row) }
    return StartRows(base: base + row * stride + column, stride: stride)
  }
}

/// C[R, 16·P] = S[R, 16·P] + A[R, K] · B[K, 16·P] for P adjacent panels, held in registers over the whole depth; S may be C.
///
/// Every element is one chain of fused multiply-adds in the order of k, whatever R and P are; so results do not
/// depend on how rows are grouped into tiles or shared among threads, nor on the width of the CPU's registers.
@inline(__always)
private func tile<let R: Int, let P: Int>(
  _ a: LeftOperand, _ b: RightOperand, depth: Int, from start: StartRows, _ c: UnsafeMutablePointer<Float>,
  cStride: Int, shape: InlineArray<R, InlineArray<P, Void>>
) {
  var sums = InlineArray<R, InlineArray<P, Lanes>> { r in
    InlineArray { p in load(start.row(r) + p * panelWidth) }
  }
  var left = a.base
  var right = b.base
  for _ in 0..<depth {
    var row = InlineArray<P, Lanes>(repeating: .zero)
    for p in 0..<P { row[p] = load(right + p * b.panelStride) }
    for r in 0..<R {
      let x = Lanes(repeating: left[r * a.rowStride])
      for p in 0..<P { sums[r][p].addProduct(x, row[p]) }
    }
    left += a.depthStride
    right += b.depthStride
  }
  for r in 0..<R { for p in 0..<P { store(sums[r][p], c + r * cStride + p * panelWidth) } }
}

@inline(__always)
private func tile<let R: Int>(
  _ a: LeftOperand, _ b: RightOperand, depth: Int, from start: StartRows, _ c: UnsafeMutablePointer<Float>,
  cStride: Int, panelCount: Int, rows: InlineArray<R, Void>
) {
  if panelCount == 2 {
    tile(
      a, b, depth: depth, from: start, c, cStride: cStride,
      shape: InlineArray<R, InlineArray<2, Void>>(repeating: InlineArray(repeating: ())))
  } else {
    tile(
      a, b, depth: depth, from: start, c, cStride: cStride,
      shape: InlineArray<R, InlineArray<1, Void>>(repeating: InlineArray(repeating: ())))
  }
}

/// Whether a panel fills one register: then a tile of two panels and ten rows needs 22 of the 32 there are.
@inline(__always) var hasWideRegisters: Bool { TEXTGEN_HAS_512_BIT_VECTORS == 1 }

/// Panels that a tile spans at most.
@inline(__always) var tilePanels: Int { hasWideRegisters ? 2 : 1 }

/// The tallest tile: its sums take 20 of the 32 AVX-512 registers (with 24 the compiler keeps them in memory), or 12
/// of the 16 of AVX2.
@inline(__always) var tileHeight: Int { hasWideRegisters ? 10 : 6 }

/// C[height, 16 · panelCount] = S + A · B, for at most `tileHeight` rows and `tilePanels` panels.
func addTile(
  _ a: LeftOperand, _ b: RightOperand, panelCount: Int, depth: Int, from start: StartRows,
  _ c: UnsafeMutablePointer<Float>, cStride: Int, height: Int
) {
  @inline(__always) func add<let R: Int>(_ rows: InlineArray<R, Void>) {
    tile(
      a, b, depth: depth, from: start, c, cStride: cStride,
      panelCount: hasWideRegisters ? panelCount : 1, rows: rows)
  }
  if hasWideRegisters {
    switch height {
    case 10: return add(InlineArray<10, Void>(repeating: ()))
    case 9: return add(InlineArray<9, Void>(repeating: ()))
    case 8: return add(InlineArray<8, Void>(repeating: ()))
    case 7: return add(InlineArray<7, Void>(repeating: ()))
    default: break
    }
  }
  switch height {
  case 6: add(InlineArray<6, Void>(repeating: ()))
  case 5: add(InlineArray<5, Void>(repeating: ()))
  case 4: add(InlineArray<4, Void>(repeating: ()))
  case 3: add(InlineArray<3, Void>(repeating: ()))
  case 2: add(InlineArray<2, Void>(repeating: ()))
  default: add(InlineArray<1, Void>(repeating: ()))
  }
}

/// The same for a panel of which only the first `width` columns belong to C: through a scratch tile.
func addNarrowTile(
  _ a: LeftOperand, _ b: RightOperand, depth: Int, from start: StartRows, _ c: UnsafeMutablePointer<Float>,
  cStride: Int, height: Int, width: Int
) {
  withUnsafeTemporaryAllocation(of: Float.self, capacity: tileHeight * panelWidth) { scratch in
    let scratch = scratch.baseAddress!
    scratch.initialize(repeating: 0, count: height * panelWidth)
    for r in 0..<height { (scratch + r * panelWidth).update(from: start.row(r), count: width) }
    addTile(
      a, b, panelCount: 1, depth: depth, from: StartRows(base: scratch, stride: panelWidth), scratch,
      cStride: panelWidth, height: height)
    for r in 0..<height { (c + r * cStride).update(from: scratch + r * panelWidth, count: width) }
  }
}

/// Panels of which one row takes several at once: four chains keep the multiply-adds busy while weights come from a
/// cache, and four streams are what its prefetcher follows best (one reads 120 GB/s, four 180, eight 150).
package let rowPanels = 4

/// C[1, 16 · rowPanels] = S + A · B for a single row.
func addRowTile(
  _ a: UnsafePointer<Float>, _ b: RightOperand, depth: Int, from start: StartRows, _ c: UnsafeMutablePointer<Float>
) {
  tile(
    LeftOperand(base: a, rowStride: 0, depthStride: 1), b, depth: depth, from: start, c, cStride: 0,
    shape: InlineArray<1, InlineArray<4, Void>>(repeating: InlineArray(repeating: ())))
}
