#if canImport(Glibc)
  import Glibc
#endif

/// Softmax and cross-entropy of each row (Bridle 1990), in a way that cannot overflow.
///
/// - logits: `[N, V]`; become the gradient of `scale ·` the sum of losses, (softmax − one-hot) · scale, when
///   `scale` is given, and are scratch afterwards otherwise. In place.
/// - targets: class numbers below V; row r uses `targets[first + r]`.
/// - lossNats: `[N, 1]`, overwritten with −ln p(target) of each row.
public func softmaxCrossEntropy(
  logits: Matrix, targets: [Int32], first: Int = 0, lossNats: Matrix, gradientScale scale: Float?
) {
  require(
    first >= 0 && targets.count >= first + logits.rows,
    "\(targets.count) targets, from \(first), for \(logits.rows) rows of logits")
  require(lossNats.rows == logits.rows && lossNats.columns == 1, "losses \(lossNats.shape) for \(logits.rows) rows")
  targets.withUnsafeBufferPointer { targets in
    for r in 0..<logits.rows {
      let row = logits.row(r)
      let target = Int(targets[first + r])
      require(target >= 0 && target < logits.columns, "target \(target) of \(logits.columns) classes")
      let targetLogit = row[target]
      let (largest, sum) = exponentiate(row, count: logits.columns)
      lossNats.row(r)[0] = logf(sum) + (largest - targetLogit)
      if let scale {
        scaleRow(row, count: logits.columns, by: scale / sum)
        row[target] -= scale
      }
    }
  }
}

/// `values[i]` becomes e^((values[i] − largest) / temperature): probabilities relative to the largest one's. In place.
public func exponentiate(_ values: inout [Float], largest: Float, temperature: Float) {
  // Below this every other value's is zero already, and a smaller one would divide zero by zero.
  let temperature = max(temperature, 1e-30)
  values.withUnsafeMutableBufferPointer { buffer in
    guard let row = buffer.baseAddress else { return }
    for at in stride(from: 0, to: buffer.count, by: 16) {
      let width = min(16, buffer.count - at)
      storePart(exponential((loadPart(row + at, width) - largest) / temperature), row + at, width)
    }
  }
}

/// e^(x − max) in place; the maximum and the sum. Sixteen partial sums, added in the order of the lanes.
private func exponentiate(_ row: UnsafeMutablePointer<Float>, count: Int) -> (largest: Float, sum: Float) {
  let whole = count & ~15
  var most = Lanes(repeating: -.infinity)
  for at in stride(from: 0, to: whole, by: 16) {
    let x = load(row + at)
    most.replace(with: x, where: .!(x .<= most))
  }
  var largest = -Float.infinity
  for i in 0..<16 where !(most[i] <= largest) { largest = most[i] }
  for i in whole..<count where !(row[i] <= largest) { largest = row[i] }
  var sums = Lanes.zero
  for at in stride(from: 0, to: count, by: 16) {
    let n = min(16, count - at)
    var e = exponential(loadPart(row + at, n) - largest)
    if n < 16 { for i in n..<16 { e[i] = 0 } }
    sums += e
    storePart(e, row + at, n)
  }
  var sum: Float = 0
  for i in 0..<16 { sum += sums[i] }
  return (largest, sum)
}

private func scaleRow(_ row: UnsafeMutablePointer<Float>, count: Int, by factor: Float) {
  for i in 0..<count { row[i] *= factor }
}
