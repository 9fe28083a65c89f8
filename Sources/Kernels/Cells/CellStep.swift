/// One time step of a cell over B rows, after the products: the equations of `CellVariant`.
///
/// - gates: `[B, G·H]`, the variant's blocks in order: pre-activations come in, activations go out. In place.
/// - peepholes: `[P, H]`, one row for each gate with weights of its own, where the variant has them.
/// - previousCell, cell, hidden: `[B, H]`; cell and hidden are overwritten, and cell may be previousCell.
public func forwardCell(
  _ variant: CellVariant, gates: Matrix, peepholes: Matrix?, previousCell: Matrix, cell: Matrix, hidden: Matrix
) {
  requireCellShapes(variant, gates: gates, peepholes: peepholes, [previousCell, cell, hidden], width: cell.columns)
  // The usual cell as a constant, so that no decision is left in its loop.
  if variant == CellVariant() {
    forwardRows(
      CellLayout(CellVariant()), gates: gates, peepholes: nil, previousCell: previousCell, cell: cell, hidden: hidden)
  } else {
    forwardRows(
      CellLayout(variant), gates: gates, peepholes: peepholes, previousCell: previousCell, cell: cell, hidden: hidden)
  }
}

/// The gradient of `forwardCell`.
///
/// - gates: `[B, G·H]` activations come in, gradients of the pre-activations go out. In place.
/// - gateGradient: `[B, G·H]` what else reaches the activations; of a variant with full gate recurrence, and of no other;
///   read only.
/// - previousCell, cell: `[B, H]` as forward left them; read only.
/// - hiddenGradient: `[B, H]` all that reaches h[t]; read only.
/// - cellGradient: `[B, H]` what reaches c[t] from t + 1 comes in, what reaches c[t−1] goes out. In place.
public func backwardCell(
  _ variant: CellVariant, gates: Matrix, gateGradient: Matrix? = nil, peepholes: Matrix?, previousCell: Matrix,
  cell: Matrix, hiddenGradient: Matrix, cellGradient: Matrix
) {
  requireCellShapes(
    variant, gates: gates, peepholes: peepholes, [previousCell, cell, hiddenGradient, cellGradient],
    width: cell.columns)
  require(
    (gateGradient != nil) == variant.hasFullGateRecurrence,
    "\(gateGradient?.shape ?? "no") gradients of gates \(variant.hasFullGateRecurrence ? "with" : "without") full gate "
      + "recurrence")
  if let gateGradient {
    require(
      gateGradient.rows == gates.rows && gateGradient.columns == gates.columns,
      "gradients of gates of \(gateGradient.shape) beside gates of \(gates.shape)")
  }
  if variant == CellVariant() {
    backwardRows(
      CellLayout(CellVariant()), gates: gates, gateGradient: nil, peepholes: nil, previousCell: previousCell,
      cell: cell, hiddenGradient: hiddenGradient, cellGradient: cellGradient)
  } else {
    backwardRows(
      CellLayout(variant), gates: gates, gateGradient: gateGradient, peepholes: peepholes,
      previousCell: previousCell, cell: cell, hiddenGradient: hiddenGradient, cellGradient: cellGradient)
  }
}

/// A variant with the places of its blocks.
private struct CellLayout {
  let variant: CellVariant
  /// Blocks before each part's; 0 where there is none.
  let input, forget, candidate, output: Int

  @_transparent
  init(_ variant: CellVariant) {
    self.variant = variant
    input = variant.inputBlock ?? 0
    forget = variant.forgetBlock ?? 0
    candidate = variant.candidateBlock
    output = variant.outputBlock ?? 0
  }

  /// Rows of the peepholes before the forget and the output gate's: those of the gates before them.
  @_transparent var forgetPeephole: Int { forget }
  @_transparent var outputPeephole: Int { candidate }
}

/// The gate whose pre-activations stand at `z`, from which it replaces them.
@_transparent
private func openGate(
  _ z: UnsafeMutablePointer<Float>, _ n: Int, sees cell: Lanes, _ layout: CellLayout, _ peepholes: Matrix?, row: Int,
  _ at: Int
) -> Lanes {
  var sum = loadPart(z, n)
  if layout.variant.hasPeepholes, let peepholes { sum.addProduct(loadPart(peepholes.row(row) + at, n), cell) }
  let gate = sigmoid(sum)
  storePart(gate, z, n)
  return gate
}

@inline(__always)
private func forwardRows(
  _ layout: CellLayout, gates: Matrix, peepholes: Matrix?, previousCell: Matrix, cell: Matrix, hidden: Matrix
) {
  let (variant, width) = (layout.variant, cell.columns)
  for r in 0..<gates.rows {
    let (z, c0, c1, h) = (gates.row(r), previousCell.row(r), cell.row(r), hidden.row(r))
    let (i, f) = (z + layout.input * width, z + layout.forget * width)
    let (g, o) = (z + layout.candidate * width, z + layout.output * width)
    for at in stride(from: 0, to: width, by: 16) {
      let n = min(16, width - at)
      let previous = loadPart(c0 + at, n)
      let input =
        variant.hasInputGate
        ? openGate(i + at, n, sees: previous, layout, peepholes, row: 0, at) : Lanes(repeating: 1)
      let forget: Lanes
      switch variant.forgetGate {
      case .own: forget = openGate(f + at, n, sees: previous, layout, peepholes, row: layout.forgetPeephole, at)
      case .coupled: forget = 1 - input
      case .none: forget = Lanes(repeating: 1)
      }
      let candidate = squash(loadPart(g + at, n), variant.inputActivation)
      storePart(candidate, g + at, n)
      let next = (input * candidate).addingProduct(forget, previous)
      storePart(next, c1 + at, n)
      let output =
        variant.hasOutputGate
        ? openGate(o + at, n, sees: next, layout, peepholes, row: layout.outputPeephole, at) : Lanes(repeating: 1)
      storePart(output * squash(next, variant.outputActivation), h + at, n)
    }
  }
}

@inline(__always)
private func backwardRows(
  _ layout: CellLayout, gates: Matrix, gateGradient: Matrix?, peepholes: Matrix?, previousCell: Matrix, cell: Matrix,
  hiddenGradient: Matrix, cellGradient: Matrix
) {
  let (variant, width) = (layout.variant, cell.columns)
  for r in 0..<gates.rows {
    let (z, c0, c1) = (gates.row(r), previousCell.row(r), cell.row(r))
    let (dh, dc) = (hiddenGradient.row(r), cellGradient.row(r))
    for at in stride(from: 0, to: width, by: 16) {
      let n = min(16, width - at)
      @inline(__always) func value(_ block: Int) -> Lanes { loadPart(z + block * width + at, n) }
      /// From the gradient of a gate to that of its pre-activation, which replaces the gate.
      @inline(__always) func backward(_ block: Int, _ gate: Lanes, _ gradient: Lanes) -> Lanes {
        var gradient = gradient
        if let gateGradient { gradient += loadPart(gateGradient.row(r) + block * width + at, n) }
        let result = gradient * gate * (1 - gate)
        storePart(result, z + block * width + at, n)
        return result
      }
      @inline(__always) func peephole(_ row: Int, _ gradient: Lanes, _ sum: inout Lanes) {
        if variant.hasPeepholes, let peepholes { sum.addProduct(gradient, loadPart(peepholes.row(row) + at, n)) }
      }
      let (previous, dHidden) = (loadPart(c0 + at, n), loadPart(dh + at, n))
      let squashed = squash(loadPart(c1 + at, n), variant.outputActivation)
      let output = variant.hasOutputGate ? value(layout.output) : Lanes(repeating: 1)
      var dCell = loadPart(dc + at, n).addingProduct(dHidden * output, slope(squashed, variant.outputActivation))
      if variant.hasOutputGate {
        peephole(layout.outputPeephole, backward(layout.output, output, dHidden * squashed), &dCell)
      }
      let input = variant.hasInputGate ? value(layout.input) : Lanes(repeating: 1)
      let candidate = value(layout.candidate)
      storePart(
        dCell * input * slope(candidate, variant.inputActivation), z + layout.candidate * width + at, n)
      var dPrevious = dCell
      switch variant.forgetGate {
      case .own:
        let forget = value(layout.forget)
        dPrevious = dCell * forget
        peephole(layout.forgetPeephole, backward(layout.forget, forget, dCell * previous), &dPrevious)
      case .coupled: dPrevious = dCell * (1 - input)
      case .none: break
      }
      if variant.hasInputGate {
        let reached = variant.forgetGate == .coupled ? candidate - previous : candidate
        peephole(0, backward(layout.input, input, dCell * reached), &dPrevious)
      }
      storePart(dPrevious, dc + at, n)
    }
  }
}

/// φ or ψ of sixteen numbers.
@_transparent
private func squash(_ x: Lanes, _ activation: CellVariant.Activation) -> Lanes {
  switch activation {
  case .tanh: hyperbolicTangent(x)
  case .relu: x.replacing(with: 0, where: x .< 0)
  case .identity: x
  }
}

/// The derivative of an activation, given what it gave.
@_transparent
private func slope(_ squashed: Lanes, _ activation: CellVariant.Activation) -> Lanes {
  switch activation {
  case .tanh: 1 - squashed * squashed
  case .relu: Lanes.zero.replacing(with: 1, where: squashed .> 0)
  case .identity: Lanes(repeating: 1)
  }
}

private func requireCellShapes(
  _ variant: CellVariant, gates: Matrix, peepholes: Matrix?, _ others: [Matrix], width: Int
) {
  require(gates.columns == variant.blockCount * width, "gates of \(gates.columns) columns for \(width) units")
  for other in others {
    require(other.rows == gates.rows && other.columns == width, "\(other.shape) beside gates of \(gates.shape)")
  }
  guard variant.hasPeepholes, variant.blockCount > 1 else { return }
  require(
    peepholes.map { $0.rows == variant.blockCount - 1 && $0.columns == width } ?? false,
    "peepholes of \(peepholes?.shape ?? "no") for \(width) units")
}
