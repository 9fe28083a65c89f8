import CInstructionSet

#if canImport(Glibc)
  import Glibc
#endif

/// The stretch of a vector summed in Float lanes before it joins the Double total: fixed, so that the result
/// does not depend on the thread count.
public let normBlock = 4096

/// The sum of squares of some parts of a row vector `[1, N]`, in Double. Same bits at any thread count.
public func sumOfSquares(_ vector: Matrix, at parts: [Range<Int>]) -> Double {
  requireParts(parts, of: vector)
  var total = 0.0
  for part in parts {
    for start in stride(from: part.lowerBound, to: part.upperBound, by: normBlock) {
      let sums = laneSums(vector, start..<min(start + normBlock, part.upperBound))
      for i in 0..<16 { total += Double(sums[i]) }
    }
  }
  return total
}

/// Overwrites `sums` `[1, 16 · blocks]` with the sixteen sums of squares of each block of a row vector `[1, N]`: what
/// `sumOfSquares` adds up, so that others can go on with its chain.
public func assignLaneSums(of vector: Matrix, at blocks: ArraySlice<Range<Int>>, into sums: Matrix) {
  requireParts(blocks, of: vector)
  require(sums.rows == 1 && sums.columns == 16 * blocks.count, "sums of \(blocks.count) blocks into \(sums.shape)")
  for (index, block) in blocks.enumerated() { storePart(laneSums(vector, block), sums.pointer + 16 * index, 16) }
}

/// The sum of the elements of a row vector `[1, N]` in Double, one chain.
public func chainSum(_ vector: Matrix) -> Double {
  require(vector.rows == 1, "the sum of \(vector.shape)")
  return (0..<vector.columns).reduce(0) { $0 + Double(vector.pointer[$1]) }
}

private func laneSums(_ vector: Matrix, _ block: Range<Int>) -> Lanes {
  var sums = Lanes.zero
  for at in stride(from: block.lowerBound, to: block.upperBound, by: 16) {
    let x = loadPart(vector.pointer + at, min(16, block.upperBound - at))
    sums.addProduct(x, x)
  }
  return sums
}

/// Adds some parts of a row vector `[1, N]` to those of another one.
public func add(_ source: Matrix, at parts: [Range<Int>], into target: Matrix, on team: ThreadTeam) {
  requireSameLength([source, target], at: parts)
  split(parts, on: team) { range in
    let (from, to) = (source.pointer + range.lowerBound, target.pointer + range.lowerBound)
    for i in 0..<range.count { to[i] += from[i] }
  }
}

/// Overwrites some parts of a row vector `[1, N]` with those of another one.
public func assign(_ source: Matrix, at parts: [Range<Int>], into target: Matrix, on team: ThreadTeam) {
  requireSameLength([source, target], at: parts)
  split(parts, on: team) { range in
    (target.pointer + range.lowerBound).update(from: source.pointer + range.lowerBound, count: range.count)
  }
}

/// `vector *= factor` for some parts of a row vector `[1, N]`.
public func scale(_ vector: Matrix, at parts: [Range<Int>], by factor: Float) {
  requireParts(parts, of: vector)
  for part in parts {
    let p = vector.pointer + part.lowerBound
    for i in 0..<part.count { p[i] *= factor }
  }
}

/// `vector += fraction · (target − vector)` for some parts of row vectors `[1, N]`.
public func pull(_ vector: Matrix, toward target: Matrix, by fraction: Float, at parts: [Range<Int>]) {
  requireSameLength([vector, target], at: parts)
  for part in parts {
    let (p, q) = (vector.pointer + part.lowerBound, target.pointer + part.lowerBound)
    for i in 0..<part.count { p[i] += fraction * (q[i] - p[i]) }
  }
}

/// Puts some parts of a row vector `[1, N]` to zero.
public func clear(_ vector: Matrix, at parts: [Range<Int>]) {
  requireParts(parts, of: vector)
  for part in parts { (vector.pointer + part.lowerBound).update(repeating: 0, count: part.count) }
}

private func requireParts(_ parts: some Sequence<Range<Int>>, of vector: Matrix) {
  require(vector.rows == 1, "parts of \(vector.shape)")
  for part in parts { require(part.lowerBound >= 0 && part.upperBound <= vector.columns, "\(part) of \(vector.shape)") }
}

/// Calls `body` for ranges that are the parts together: long ones are split among the threads, short ones dealt out.
private func split(_ parts: [Range<Int>], on team: ThreadTeam, _ body: (Range<Int>) -> Void) {
  for part in parts where part.count >= normBlock {
    team.split(part.count, grain: 16) { body(part.lowerBound + $0.lowerBound..<part.lowerBound + $0.upperBound) }
  }
  team.split(parts.count) { for index in $0 where parts[index].count < normBlock { body(parts[index]) } }
}

private func requireSameLength(_ vectors: [Matrix], at parts: [Range<Int>]) {
  for v in vectors { require(v.columns == vectors[0].columns, "\(v.shape) beside \(vectors[0].shape)") }
  for v in vectors { requireParts(parts, of: v) }
}

@_transparent
private func squareRoot(_ lanes: Lanes) -> Lanes {
  var lanes = lanes
  withUnsafeMutableBytes(of: &lanes) { textgen_square_roots($0.baseAddress?.assumingMemoryBound(to: Float.self)) }
  return lanes
}

/// The numbers of a step of AdamW (Kingma and Ba 2015; Loshchilov and Hutter 2019).
public struct AdamWStep: Sendable {
  /// The learning rate.
  public var rate: Float
  /// How much of the mean gradient, and of the mean of its squares, is kept.
  public var beta1, beta2: Float
  /// What keeps the division from one by zero.
  public var epsilon: Float
  /// The fraction of a weight lost per unit of rate.
  public var decay: Float
  /// What the mean of squares counts as at least.
  public var leastSquare: Float
  /// 1 − β₁ᵗ and 1 − β₂ᵗ
  let correction1, correction2: Float

  /// The `number`th step, t, counted from 1.
  public init(
    rate: Float, beta1: Float, beta2: Float, epsilon: Float, decay: Float, leastSquare: Float = 0, number: Int
  ) {
    self.leastSquare = leastSquare
    (self.rate, self.beta1, self.beta2, self.epsilon, self.decay) = (rate, beta1, beta2, epsilon, decay)
    (correction1, correction2) = (1 - powf(beta1, Float(number)), 1 - powf(beta2, Float(number)))
  }
}

/// One step of AdamW on parts of row vectors `[1, N]`. All but the gradients are updated in place.
public func updateAdamW(
  _ parameters: Matrix, gradients: Matrix, firstMoment: Matrix, secondMoment: Matrix, at parts: [Range<Int>],
  step: AdamWStep, on team: ThreadTeam
) {
  requireSameLength([parameters, gradients, firstMoment, secondMoment], at: parts)
  let (rate, beta1, beta2, epsilon) = (step.rate, step.beta1, step.beta2, step.epsilon)
  let (correction1, correction2) = (step.correction1, step.correction2)
  let least = Lanes(repeating: step.leastSquare)
  split(parts, on: team) { range in
    let p = parameters.pointer + range.lowerBound
    let g = gradients.pointer + range.lowerBound
    let m = firstMoment.pointer + range.lowerBound
    let v = secondMoment.pointer + range.lowerBound
    let kept = 1 - rate * step.decay
    for at in stride(from: 0, to: range.count, by: 16) {
      let n = min(16, range.count - at)
      let gradient = loadPart(g + at, n)
      let first = beta1 * loadPart(m + at, n) + (1 - beta1) * gradient
      let second = beta2 * loadPart(v + at, n) + (1 - beta2) * gradient * gradient
      storePart(first, m + at, n)
      storePart(second, v + at, n)
      let mean = second / correction2
      let square = mean.replacing(with: least, where: mean .< least)
      let change = rate * (first / correction1) / (squareRoot(square) + epsilon)
      storePart(loadPart(p + at, n) * kept - change, p + at, n)
    }
  }
}

/// The numbers of a step of RMSProp (Tieleman and Hinton 2012).
public struct RMSPropStep: Sendable {
  /// The learning rate.
  public var rate: Float
  /// How much of the mean of squares is kept.
  public var smoothing: Float
  /// What keeps the division from one by zero.
  public var epsilon: Float
  /// The fraction of a weight lost per unit of rate.
  public var decay: Float

  /// A step.
  public init(rate: Float, smoothing: Float, epsilon: Float, decay: Float) {
    (self.rate, self.smoothing, self.epsilon, self.decay) = (rate, smoothing, epsilon, decay)
  }
}

/// One step of RMSProp on parts of row vectors `[1, N]`; gradients are read only.
public func updateRMSProp(
  _ parameters: Matrix, gradients: Matrix, meanSquare: Matrix, at parts: [Range<Int>], step: RMSPropStep,
  on team: ThreadTeam
) {
  requireSameLength([parameters, gradients, meanSquare], at: parts)
  let (rate, smoothing, epsilon) = (step.rate, step.smoothing, step.epsilon)
  split(parts, on: team) { range in
    let p = parameters.pointer + range.lowerBound
    let g = gradients.pointer + range.lowerBound
    let v = meanSquare.pointer + range.lowerBound
    let kept = 1 - rate * step.decay
    for at in stride(from: 0, to: range.count, by: 16) {
      let n = min(16, range.count - at)
      let gradient = loadPart(g + at, n)
      let mean = smoothing * loadPart(v + at, n) + (1 - smoothing) * gradient * gradient
      storePart(mean, v + at, n)
      storePart(loadPart(p + at, n) * kept - rate * gradient / (squareRoot(mean) + epsilon), p + at, n)
    }
  }
}

/// The numbers of a step of gradient descent with momentum (Polyak 1964).
public struct MomentumStep: Sendable {
  /// The learning rate.
  public var rate: Float
  /// How much of the velocity is kept.
  public var momentum: Float
  /// The fraction of a weight lost per unit of rate.
  public var decay: Float

  /// A step.
  public init(rate: Float, momentum: Float, decay: Float) {
    (self.rate, self.momentum, self.decay) = (rate, momentum, decay)
  }
}

/// One step of gradient descent with momentum on parts of row vectors `[1, N]`; gradients are read only.
public func updateMomentum(
  _ parameters: Matrix, gradients: Matrix, velocity: Matrix, at parts: [Range<Int>], step: MomentumStep,
  on team: ThreadTeam
) {
  requireSameLength([parameters, gradients, velocity], at: parts)
  let (rate, momentum) = (step.rate, step.momentum)
  split(parts, on: team) { range in
    let p = parameters.pointer + range.lowerBound
    let g = gradients.pointer + range.lowerBound
    let v = velocity.pointer + range.lowerBound
    let kept = 1 - rate * step.decay
    for i in 0..<range.count {
      let next = momentum * v[i] + g[i]
      v[i] = next
      p[i] = p[i] * kept - rate * next
    }
  }
}

/// Whether no element is infinite or no number.
public func isFinite(_ matrix: Matrix) -> Bool {
  (0..<matrix.rows).allSatisfy { r in
    let row = matrix.row(r)
    // Without an exit inside, so that the loop becomes one over vectors.
    var others: UInt32 = 0
    for c in 0..<matrix.columns { others |= row[c].bitPattern & 0x7F80_0000 == 0x7F80_0000 ? 1 : 0 }
    return others == 0
  }
}

/// Whether no element is below 0; −0 is not.
public func isNotNegative(_ matrix: Matrix) -> Bool {
  (0..<matrix.rows).allSatisfy { r in
    let row = matrix.row(r)
    var negatives: UInt32 = 0
    for c in 0..<matrix.columns { negatives |= row[c] < 0 ? 1 : 0 }
    return negatives == 0
  }
}
