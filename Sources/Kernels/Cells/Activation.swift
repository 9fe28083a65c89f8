// Goals, in order: at most a few ulps of error over the whole range; NaN stays NaN, so that a diverged run is
// noticed; no branch and no table, so that sixteen lanes advance together. The three are transparent because the
// optimiser leaves calls among several uses of an inlinable one, and each call sends every register through memory.

/// eˣ in sixteen lanes, at most 2 ulps off for x in [−87, 88]; saturates outside, keeps NaN.
///
/// x = n·ln 2 + r with |r| ≤ ln 2 / 2 in two parts (Cody and Waite 1980), then a polynomial of degree 6 in r with
/// the minimax coefficients published with Cephes (Moshier 1989). n is rounded by adding and subtracting
/// 1.5 · 2²³ and moved to the exponent by a bit cast: rounding and conversion of vectors are not vectorised.
@_transparent
func exponential(_ input: Lanes) -> Lanes {
  var x = input.replacing(with: 88, where: input .> 88)
  x.replace(with: -87, where: x .< -87)
  let shifter = Lanes(repeating: 12_582_912)
  let shifted = shifter.addingProduct(x, Lanes(repeating: 1.442_695_04))
  let n = shifted - shifter
  var r = x.addingProduct(n, Lanes(repeating: -0.693_359_375))
  r.addProduct(n, Lanes(repeating: 2.121_944_4e-4))
  var p = Lanes(repeating: 1.987_569_15e-4)
  p = Lanes(repeating: 1.398_199_950_7e-3).addingProduct(p, r)
  p = Lanes(repeating: 8.333_451_907_3e-3).addingProduct(p, r)
  p = Lanes(repeating: 4.166_579_589_4e-2).addingProduct(p, r)
  p = Lanes(repeating: 1.666_666_545_9e-1).addingProduct(p, r)
  p = Lanes(repeating: 5.000_000_120_1e-1).addingProduct(p, r)
  let e = (r + 1).addingProduct(p, r * r)
  let exponent = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &<< 23
  let scale = exponent &+ SIMD16<Int32>(repeating: 127 << 23)
  return e * unsafeBitCast(scale, to: Lanes.self)
}

/// The logistic function 1 / (1 + e⁻ˣ), at most 3 ulps off where it is above 10⁻³⁷.
@_transparent
func sigmoid(_ x: Lanes) -> Lanes { 1 / (1 + exponential(-x)) }

/// tanh x, at most 4 ulps off: an odd polynomial below 0.625, where 1 − 2 / (e²ˣ + 1) would lose relative
/// accuracy, with Cephes' minimax coefficients (Moshier 1989).
@_transparent
func hyperbolicTangent(_ x: Lanes) -> Lanes {
  let z = x * x
  var p = Lanes(repeating: -5.704_988_727_45e-3)
  p = Lanes(repeating: 2.063_908_879_54e-2).addingProduct(p, z)
  p = Lanes(repeating: -5.373_971_555_31e-2).addingProduct(p, z)
  p = Lanes(repeating: 1.333_144_220_36e-1).addingProduct(p, z)
  p = Lanes(repeating: -3.333_328_194_22e-1).addingProduct(p, z)
  let small = x.addingProduct(p * z, x)
  let large = 1 - 2 / (exponential(x + x) + 1)
  return large.replacing(with: small, where: z .< 0.390_625)
}

/// Applies `function` to `count` floats in place, the last few through a padded copy.
@inline(__always)
private func map(_ values: Matrix, _ function: (Lanes) -> Lanes) {
  for r in 0..<values.rows {
    let row = values.row(r)
    for at in stride(from: 0, to: values.columns, by: 16) {
      let width = min(16, values.columns - at)
      storePart(function(loadPart(row + at, width)), row + at, width)
    }
  }
}

/// The first `width` of sixteen floats, zero behind them.
@inline(__always)
func loadPart(_ pointer: UnsafePointer<Float>, _ width: Int) -> Lanes {
  if width == 16 { return load(pointer) }
  var lanes = Lanes.zero
  for i in 0..<width { lanes[i] = pointer[i] }
  return lanes
}

/// Writes the first `width` of sixteen floats.
@inline(__always)
func storePart(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Float>, _ width: Int) {
  if width == 16 { return store(lanes, pointer) }
  for i in 0..<width { pointer[i] = lanes[i] }
}

/// Replaces every element by its exponential. In place.
package func applyExponential(_ values: Matrix) { map(values, exponential) }

/// Replaces every element by its logistic function. In place.
package func applySigmoid(_ values: Matrix) { map(values, sigmoid) }

/// Replaces every element by its hyperbolic tangent. In place.
package func applyTanh(_ values: Matrix) { map(values, hyperbolicTangent) }
