/// Layer normalisation (Ba, Kiros and Hinton 2016) of blocks of `width` columns, each by itself, in every row:
///
///     x̂ = (x − mean) / √(variance + 10⁻⁵)      y = gain ∘ x̂ + shift
///
/// - values: `[N, K·width]`: x comes in, y goes out. In place.
/// - gain, shift: `[1, K·width]`.
/// - normalized: `[N, K·width]`, overwritten with x̂.
/// - inverseDeviations: `[N, K]`, overwritten with 1 / √(variance + 10⁻⁵).
///
/// Sums are sixteen partial sums, added in the order of the lanes, whatever the registers' width.
public func normalizeBlocks(
  _ values: Matrix, width: Int, gain: Matrix, shift: Matrix, normalized: Matrix, inverseDeviations: Matrix
) {
  let blocks = requireBlocks(values, width: width, gain: gain, normalized, inverseDeviations)
  require(shift.rows == 1 && shift.columns == values.columns, "a shift of \(shift.shape) for \(values.shape)")
  for r in 0..<values.rows {
    for block in 0..<blocks {
      let start = block * width
      let (x, n) = (values.row(r) + start, normalized.row(r) + start)
      let (g, s) = (gain.pointer + start, shift.pointer + start)
      let mean = Lanes(repeating: sum(width) { loadPart(x + $0, $1) } / Float(width))
      let variance = sum(width) { at, count in
        let distance = loadPart(x + at, count) - mean
        return distance * distance
      }
      let inverse = 1 / (variance / Float(width) + 1e-5).squareRoot()
      inverseDeviations.row(r)[block] = inverse
      forEachPart(width) { at, count in
        let unit = (loadPart(x + at, count) - mean) * inverse
        storePart(unit, n + at, count)
        storePart(loadPart(s + at, count).addingProduct(loadPart(g + at, count), unit), x + at, count)
      }
    }
  }
}

/// The gradient of `normalizeBlocks` along x.
///
/// - gradients: `[N, K·width]`: what reaches y comes in, what reaches x goes out. In place.
/// - normalized, inverseDeviations: as forward left them; read only.
public func backwardNormalizedBlocks(
  _ gradients: Matrix, width: Int, gain: Matrix, normalized: Matrix, inverseDeviations: Matrix
) {
  let blocks = requireBlocks(gradients, width: width, gain: gain, normalized, inverseDeviations)
  for r in 0..<gradients.rows {
    for block in 0..<blocks {
      let start = block * width
      let (d, n, g) = (gradients.row(r) + start, normalized.row(r) + start, gain.pointer + start)
      @inline(__always) func reached(_ at: Int, _ count: Int) -> Lanes {
        loadPart(d + at, count) * loadPart(g + at, count)
      }
      let mean = Lanes(repeating: sum(width) { reached($0, $1) } / Float(width))
      let slope = Lanes(repeating: sum(width) { reached($0, $1) * loadPart(n + $0, $1) } / Float(width))
      let inverse = inverseDeviations.row(r)[block]
      forEachPart(width) { at, count in
        let straight = reached(at, count) - mean
        storePart((straight - loadPart(n + at, count) * slope) * inverse, d + at, count)
      }
    }
  }
}

/// The end of a cell whose state is changed before it is shown: o = σ(z_o), h = o ∘ tanh(u).
///
/// - gate: `[N, H]`: z_o comes in, o goes out. In place.
/// - hidden: `[N, H]`: u comes in, h goes out. In place.
public func showThroughGate(_ gate: Matrix, hidden: Matrix) {
  require(gate.rows == hidden.rows && gate.columns == hidden.columns, "\(gate.shape) beside \(hidden.shape)")
  for r in 0..<gate.rows {
    let (z, h) = (gate.row(r), hidden.row(r))
    forEachPart(gate.columns) { at, count in
      let o = sigmoid(loadPart(z + at, count))
      storePart(o, z + at, count)
      storePart(o * hyperbolicTangent(loadPart(h + at, count)), h + at, count)
    }
  }
}

/// The gradient of `showThroughGate`.
///
/// - gate: `[N, H]`: o comes in, the gradient of z_o goes out. In place.
/// - shown: `[N, H]`: u comes in, its gradient goes out. In place.
/// - hiddenGradient: `[N, H]`: all that reaches h; read only.
public func backwardShownThroughGate(_ gate: Matrix, shown: Matrix, hiddenGradient: Matrix) {
  for other in [shown, hiddenGradient] {
    require(gate.rows == other.rows && gate.columns == other.columns, "\(gate.shape) beside \(other.shape)")
  }
  for r in 0..<gate.rows {
    let (z, u, dh) = (gate.row(r), shown.row(r), hiddenGradient.row(r))
    forEachPart(gate.columns) { at, count in
      let (o, reached) = (loadPart(z + at, count), loadPart(dh + at, count))
      let squashed = hyperbolicTangent(loadPart(u + at, count))
      storePart(reached * squashed * o * (1 - o), z + at, count)
      storePart(reached * o * (1 - squashed * squashed), u + at, count)
    }
  }
}

@inline(__always)
private func forEachPart(_ width: Int, _ body: (Int, Int) -> Void) {
  for at in stride(from: 0, to: width, by: 16) { body(at, min(16, width - at)) }
}

/// The sum of what `lanes` gives for each part of a block; its lanes behind the end do not count.
@inline(__always)
private func sum(_ width: Int, _ lanes: (Int, Int) -> Lanes) -> Float {
  var sums = Lanes.zero
  forEachPart(width) { at, count in
    var part = lanes(at, count)
    if count < 16 { for i in count..<16 { part[i] = 0 } }
    sums += part
  }
  var total: Float = 0
  for i in 0..<16 { total += sums[i] }
  return total
}

private func requireBlocks(
  _ values: Matrix, width: Int, gain: Matrix, _ normalized: Matrix, _ inverseDeviations: Matrix
) -> Int {
  require(width > 0 && values.columns.isMultiple(of: width), "blocks of \(width) in \(values.shape)")
  let blocks = values.columns / width
  require(gain.rows == 1 && gain.columns == values.columns, "a gain of \(gain.shape) for \(values.shape)")
  require(
    normalized.rows == values.rows && normalized.columns == values.columns, "\(normalized.shape) for \(values.shape)")
  require(
    inverseDeviations.rows == values.rows && inverseDeviations.columns == blocks,
    "deviations of \(inverseDeviations.shape) for \(blocks) blocks of \(values.rows) rows")
  return blocks
}
