/// The mean over the columns of (output − target)², row by row.
///
/// - outputs: `[N, M]`; become the gradient of `scale ·` the sum of losses when `scale` is given. In place.
/// - targets: `[N, M]`; read only.
/// - losses: `[N, 1]`, overwritten.
public func squaredError(outputs: Matrix, targets: Matrix, losses: Matrix, gradientScale scale: Float?) {
  require(
    targets.rows == outputs.rows && targets.columns == outputs.columns, "\(targets.shape) beside \(outputs.shape)")
  require(losses.rows == outputs.rows && losses.columns == 1, "losses \(losses.shape) for \(outputs.rows) rows")
  let fraction = 1 / Float(outputs.columns)
  for r in 0..<outputs.rows {
    let (y, target) = (outputs.row(r), targets.row(r))
    var sum: Float = 0
    for c in 0..<outputs.columns {
      let difference = y[c] - target[c]
      sum += difference * difference
      if let scale { y[c] = 2 * fraction * scale * difference }
    }
    losses.row(r)[0] = sum * fraction
  }
}
