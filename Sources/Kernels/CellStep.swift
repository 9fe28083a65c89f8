/// One time step of the LSTM cell over B rows, after the products (Hochreiter and Schmidhuber 1997, with the
/// forget gate of Gers, Schmidhuber and Cummins 2000):
///
///     i, f, o = σ(·)   g = tanh(·)   c = f ∘ c[t−1] + i ∘ g   h = o ∘ tanh c
///
/// - gates: `[B, 4H]` in the order i, f, g, o: pre-activations come in, activations go out. In place.
/// - previousCell, cell, hidden: `[B, H]`; cell and hidden are overwritten, and cell may be previousCell.
public func forwardCell(gates: Matrix, previousCell: Matrix, cell: Matrix, hidden: Matrix) {
  let width = cell.columns
  requireCellShapes(gates: gates, [previousCell, cell, hidden], width: width)
  for r in 0..<gates.rows {
    let (i, c0, c1, h) = (gates.row(r), previousCell.row(r), cell.row(r), hidden.row(r))
    let (f, g, o) = (i + width, i + 2 * width, i + 3 * width)
    for at in stride(from: 0, to: width, by: 16) {
      let n = min(16, width - at)
      let input = sigmoid(loadPart(i + at, n))
      let forget = sigmoid(loadPart(f + at, n))
      let candidate = hyperbolicTangent(loadPart(g + at, n))
      let output = sigmoid(loadPart(o + at, n))
      let next = (input * candidate).addingProduct(forget, loadPart(c0 + at, n))
      storePart(input, i + at, n)
      storePart(forget, f + at, n)
      storePart(candidate, g + at, n)
      storePart(output, o + at, n)
      storePart(next, c1 + at, n)
      storePart(output * hyperbolicTangent(next), h + at, n)
    }
  }
}

/// The gradient of `forwardCell`.
///
/// - gates: `[B, 4H]` activations come in, gradients of the pre-activations go out. In place.
/// - previousCell, cell: `[B, H]` as forward left them; read only.
/// - hiddenGradient: `[B, H]` all that reaches h[t]; read only.
/// - cellGradient: `[B, H]` what reaches c[t] from t + 1 comes in, what reaches c[t−1] goes out. In place.
public func backwardCell(
  gates: Matrix, previousCell: Matrix, cell: Matrix, hiddenGradient: Matrix, cellGradient: Matrix
) {
  let width = cell.columns
  requireCellShapes(gates: gates, [previousCell, cell, hiddenGradient, cellGradient], width: width)
  for r in 0..<gates.rows {
    let (i, c0, c1) = (gates.row(r), previousCell.row(r), cell.row(r))
    let (dh, dc) = (hiddenGradient.row(r), cellGradient.row(r))
    let (f, g, o) = (i + width, i + 2 * width, i + 3 * width)
    for at in stride(from: 0, to: width, by: 16) {
      let n = min(16, width - at)
      let (input, forget) = (loadPart(i + at, n), loadPart(f + at, n))
      let (candidate, output) = (loadPart(g + at, n), loadPart(o + at, n))
      let squashed = hyperbolicTangent(loadPart(c1 + at, n))
      let dHidden = loadPart(dh + at, n)
      let dCell = loadPart(dc + at, n).addingProduct(dHidden * output, 1 - squashed * squashed)
      storePart(dCell * candidate * input * (1 - input), i + at, n)
      storePart(dCell * loadPart(c0 + at, n) * forget * (1 - forget), f + at, n)
      storePart(dCell * input * (1 - candidate * candidate), g + at, n)
      storePart(dHidden * squashed * output * (1 - output), o + at, n)
      storePart(dCell * forget, dc + at, n)
    }
  }
}

private func requireCellShapes(gates: Matrix, _ others: [Matrix], width: Int) {
  require(gates.columns == 4 * width, "gates of \(gates.columns) columns for \(width) units")
  for other in others {
    require(other.rows == gates.rows && other.columns == width, "\(other.shape) beside gates of \(gates.shape)")
  }
}
