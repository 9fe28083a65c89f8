/// The width of a panel and of a register tile, in floats: two AVX2 registers, or one of AVX-512.
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

/// C[R, 16] += A[R, K] · B[K, 16], held in registers over the whole depth.
///
/// Every element is one chain of fused multiply-adds in the order of k, whatever R is; so results do not
/// depend on how rows are grouped into tiles or shared among threads. `R` gives only the tile's height.
@inline(__always)
private func tile<let R: Int>(
  _ a: LeftOperand, _ panel: UnsafePointer<Float>, depth: Int, _ c: UnsafeMutablePointer<Float>, cStride: Int,
  height: InlineArray<R, Void>
) {
  var sums = InlineArray<R, Lanes>(repeating: .zero)
  for r in 0..<R { sums[r] = load(c + r * cStride) }
  var left = a.base
  var right = panel
  for _ in 0..<depth {
    let b = load(right)
    for r in 0..<R { sums[r].addProduct(Lanes(repeating: left[r * a.rowStride]), b) }
    left += a.depthStride
    right += panelWidth
  }
  for r in 0..<R { store(sums[r], c + r * cStride) }
}

/// The tallest tile: 12 of the 16 AVX2 registers hold its sums.
let tileHeight = 6

/// C[height, 16] += A · B for 1 to 6 rows.
func addTile(
  _ a: LeftOperand, _ panel: UnsafePointer<Float>, depth: Int, _ c: UnsafeMutablePointer<Float>, cStride: Int,
  height: Int
) {
  switch height {
  case 6: tile(a, panel, depth: depth, c, cStride: cStride, height: InlineArray<6, Void>(repeating: ()))
  case 5: tile(a, panel, depth: depth, c, cStride: cStride, height: InlineArray<5, Void>(repeating: ()))
  case 4: tile(a, panel, depth: depth, c, cStride: cStride, height: InlineArray<4, Void>(repeating: ()))
  case 3: tile(a, panel, depth: depth, c, cStride: cStride, height: InlineArray<3, Void>(repeating: ()))
  case 2: tile(a, panel, depth: depth, c, cStride: cStride, height: InlineArray<2, Void>(repeating: ()))
  default: tile(a, panel, depth: depth, c, cStride: cStride, height: InlineArray<1, Void>(repeating: ()))
  }
}

/// The same for a panel of which only the first `width` columns belong to C: through a scratch tile.
func addNarrowTile(
  _ a: LeftOperand, _ panel: UnsafePointer<Float>, depth: Int, _ c: UnsafeMutablePointer<Float>, cStride: Int,
  height: Int, width: Int
) {
  withUnsafeTemporaryAllocation(of: Float.self, capacity: tileHeight * panelWidth) { scratch in
    let scratch = scratch.baseAddress!
    scratch.initialize(repeating: 0, count: tileHeight * panelWidth)
    for r in 0..<height { (scratch + r * panelWidth).update(from: c + r * cStride, count: width) }
    addTile(a, panel, depth: depth, scratch, cStride: panelWidth, height: height)
    for r in 0..<height { (c + r * cStride).update(from: scratch + r * panelWidth, count: width) }
  }
}

/// One row times four adjacent panels at once: a single row needs more than one chain to fill the pipeline.
@inline(__always)
func addRowOfPanels(
  _ a: UnsafePointer<Float>, _ panels: UnsafePointer<Float>, panelStride: Int, depth: Int,
  _ c: UnsafeMutablePointer<Float>
) {
  var s0 = load(c)
  var s1 = load(c + 16)
  var s2 = load(c + 32)
  var s3 = load(c + 48)
  var p = panels
  for k in 0..<depth {
    let x = Lanes(repeating: a[k])
    s0.addProduct(x, load(p))
    s1.addProduct(x, load(p + panelStride))
    s2.addProduct(x, load(p + 2 * panelStride))
    s3.addProduct(x, load(p + 3 * panelStride))
    p += panelWidth
  }
  store(s0, c)
  store(s1, c + 16)
  store(s2, c + 32)
  store(s3, c + 48)
}
