extension CellFigure {
  private var gateTop: Double { Row.gate - Self.boxHeight / 2 }
  private var gateBottom: Double { Row.gate + Self.boxHeight / 2 }

  /// c[t−1] to c[t], interrupted where it is multiplied and added to.
  func drawState(_ pen: inout CellPen) {
    var from = -Self.stub
    for x in [forgetX, candidateX].compactMap({ $0 }) {
      pen.line([(from, Row.state), (x - 17, Row.state)], .cell, width: 3, arrow: true)
      from = x + 14
    }
    pen.line([(from, Row.state), (frame.x + Self.stub, Row.state)], .cell, width: 3, arrow: true)
    pen.symbol("c", index: "t−1", x: -Self.stub - 10, y: Row.state, .cell, anchor: .end)
    pen.symbol("c", index: "t", x: frame.x + Self.stub + 10, y: Row.state, .cell)
  }

  /// x[t] and h[t−1] to the boxes.
  func drawReading(_ pen: inout CellPen) {
    let columns = [cell.forgetGate == .own ? forgetX : nil, inputX, candidateX, outputX].compactMap { $0 }
    for x in columns.dropLast() {
      pen.line([(x, Row.reading), (x, gateBottom + 3)], .flow, arrow: true)
      pen.dot(x, Row.reading, .flow)
    }
    let last = columns.last ?? candidateX
    pen.line(
      [(-Self.stub, Row.reading), (last, Row.reading), (last, gateBottom + 3)], .flow, arrow: true)
    let below = frame.y + 34
    pen.line([(26, below), (26, Row.reading)], .flow)
    pen.dot(26, Row.reading, .flow)
    pen.symbol("h", index: "t−1", x: -Self.stub - 10, y: Row.reading, .text, anchor: .end)
    pen.symbol("x", index: "t", x: 26, y: below + 14, .text, anchor: .middle)
  }

  func drawForgetGate(_ pen: inout CellPen) {
    guard let forgetX else { return }
    if cell.forgetGate == .coupled, let inputX {
      pen.line([(inputX, Row.entry), (forgetX + 38, Row.entry)], .inputGate, arrow: true)
      pen.dot(inputX, Row.entry, .inputGate)
      pen.pill("1 − i", x: forgetX, y: Row.entry, .forgetGate)
      pen.line([(forgetX, Row.entry - 17), (forgetX, Row.state + 17)], .forgetGate, arrow: true)
    } else {
      pen.gate("σ", "forget gate f", x: forgetX, y: Row.gate, .forgetGate, width: Self.boxWidth)
      pen.line([(forgetX, gateTop), (forgetX, Row.state + 17)], .forgetGate, arrow: true)
    }
    pen.product(forgetX, Row.state)
  }

  /// The candidate, weighed by the input gate, to the sum.
  func drawEntry(_ pen: inout CellPen) {
    let sign = cell.inputActivation == .identity ? nil : cell.inputActivation.rawValue
    pen.gate(sign, "candidate g", x: candidateX, y: Row.gate, .candidate, width: Self.boxWidth)
    if let inputX {
      let isShared = cell.forgetGate == .coupled
      pen.gate("σ", "input gate i", x: inputX, y: Row.gate, .inputGate, width: Self.boxWidth)
      pen.line(
        [(inputX, gateTop), (inputX, Row.entry), (candidateX - 17, Row.entry)], .inputGate, arrow: true,
        radius: isShared ? 0 : 9)
      pen.line([(candidateX, gateTop), (candidateX, Row.entry + 17)], .candidate, arrow: true)
      pen.product(candidateX, Row.entry)
      pen.line([(candidateX, Row.entry - 14), (candidateX, Row.state + 17)], .candidate, arrow: true)
    } else {
      pen.line([(candidateX, gateTop), (candidateX, Row.state + 17)], .candidate, arrow: true)
    }
    pen.sum(candidateX, Row.state)
  }

  /// The cell, weighed by the output gate, to h[t].
  func drawShown(_ pen: inout CellPen) {
    let show = Row.peephole - 8
    pen.dot(showX, Row.state, .cell)
    var from = Row.state
    if cell.outputActivation != .identity {
      let middle = 116.0
      pen.line([(showX, from), (showX, middle - 18)], .cell, arrow: true)
      pen.pill(cell.outputActivation.rawValue, x: showX, y: middle, .cell)
      from = middle + 17
    }
    let exit = frame.x + Self.stub
    if let outputX {
      pen.line([(showX, from), (showX, show - 17)], .cell, arrow: true)
      pen.gate("σ", "output gate o", x: outputX, y: Row.gate, .outputGate, width: Self.boxWidth)
      pen.line([(outputX, gateTop), (outputX, show), (showX - 17, show)], .outputGate, arrow: true)
      pen.product(showX, show)
      from = show + 14
    }
    pen.line([(showX, from), (showX, Row.reading), (exit, Row.reading)], .flow, arrow: true)
    pen.symbol("h", index: "t", x: exit + 10, y: Row.reading, .text)
  }

  /// The input and forget gate see the old cell, the output gate the new one.
  func drawPeepholes(_ pen: inout CellPen) {
    let aside = 30.0
    let seeing = [cell.forgetGate == .own ? forgetX : nil, inputX].compactMap { $0 }
    if let last = seeing.last {
      pen.dot(22, Row.state, .cell)
      pen.line(
        [(22, Row.state), (22, Row.peephole), (last - aside, Row.peephole), (last - aside, gateTop - 2)], .cell,
        width: 1.8, style: .dashed, arrow: true)
      for x in seeing.dropLast() {
        pen.line([(x - aside, Row.peephole), (x - aside, gateTop - 2)], .cell, width: 1.8, style: .dashed, arrow: true)
      }
    }
    if let outputX {
      pen.dot(outputX - aside, Row.state, .cell)
      pen.line(
        [(outputX - aside, Row.state), (outputX - aside, gateTop - 2)], .cell, width: 1.8, style: .dashed, arrow: true)
    }
  }

  /// All gates of the step before, to all gates.
  func drawRecurrence(_ pen: inout CellPen) {
    let aside = 30.0
    let gates = [cell.forgetGate == .own ? forgetX : nil, inputX, outputX].compactMap { $0 }
    guard let last = gates.last else { return }
    pen.line(
      [(-Self.stub, Row.recurrence), (last + aside, Row.recurrence), (last + aside, gateBottom + 3)], .outputGate,
      width: 1.8, arrow: true)
    for x in gates.dropLast() {
      pen.line([(x + aside, Row.recurrence), (x + aside, gateBottom + 3)], .outputGate, width: 1.8, arrow: true)
      pen.dot(x + aside, Row.recurrence, .outputGate)
    }
    pen.symbol(
      cell.gateNames.joined(separator: ", "), index: "t−1", x: -Self.stub - 10, y: Row.recurrence, .outputGate,
      anchor: .end)
  }
}
