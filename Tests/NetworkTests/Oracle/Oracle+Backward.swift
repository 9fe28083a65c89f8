import Foundation
import Kernels
import Network

extension Oracle {
  /// The mean loss, and its slope along every parameter, by name, and along the state before the first step.
  struct Gradients {
    let meanLoss: Double
    var parameters: [String: [Double]]
    var state: State
  }

  /// Forward, then the layers and steps backwards: the chain rule through one equation at a time.
  ///
  /// The gradient's state is carry and result: at step t it holds what reaches h[t], c[t] and the gates from the step
  /// after it.
  func gradients(_ example: Example, state: State) -> Gradients {
    let pass = forward(example, state: state)
    var gradients = Gradients(
      meanLoss: pass.meanLoss, parameters: parameters.mapValues { $0.map { _ in 0 } },
      state: State(
        hiddens: state.hiddens.map { $0.map { _ in 0 } }, cells: state.cells.map { $0.map { _ in 0 } },
        gates: state.gates.map { $0.map { _ in 0 } }))
    var dRows = backwardHead(pass, example, into: &gradients)
    for layer in configuration.layers.indices.reversed() {
      let dOutput = dRows.indices.map { dropped(dRows[$0], layer, row: $0) }
      let inputSize = layer == 0 ? configuration.input.size : pass.outputs[layer - 1][0].count
      dRows = [[Double]](repeating: [Double](repeating: 0, count: inputSize), count: example.rows)
      var column = 0
      for (number, direction) in directions.enumerated() where direction.layer == layer {
        let dh = dOutput.map { Array($0[column..<column + direction.outputSize]) }
        column += direction.outputSize
        let dx = backward(
          direction, number, pass.cells[number], dh, batchSize: example.batchSize, into: &gradients)
        for row in dx.indices { for d in 0..<inputSize { dRows[row][d] += dx[row][d] } }
      }
    }
    if case .tokens(let tokens) = example.input, parameters["embedding.weight"] != nil {
      let size = configuration.input.size
      for (row, token) in tokens.enumerated() {
        add(dRows[row], to: "embedding.weight", at: Int(token) * size, of: &gradients.parameters)
        for nGram in nGramRows(tokens, row, batchSize: example.batchSize) {
          add(dRows[row], to: "ngrams.weight", at: nGram * size, of: &gradients.parameters)
        }
      }
    }
    return gradients
  }

  /// Returns what reaches the last layer's outputs.
  private func backwardHead(_ pass: Pass, _ example: Example, into gradients: inout Gradients) -> [[Double]] {
    let count = Double(pass.logits.count)
    let dReadout = pass.logits.indices.map { row -> [Double] in
      let y = pass.logits[row]
      let dy: [Double]
      switch example.targets {
      case .tokens(let targets):
        // −ln softmax(y)[target]: dy = softmax(y) − one-hot(target), over the number of targets for the mean.
        let exponentials = y.map { exp($0) }
        let sum = exponentials.reduce(0, +)
        dy = y.indices.map { (exponentials[$0] / sum - ($0 == Int(targets[row]) ? 1 : 0)) / count }
      case .values(let values): dy = y.indices.map { 2 * (y[$0] - values[row][$0]) / Double(y.count) / count }
      }
      add(dy, to: "decoder.bias", of: &gradients.parameters)
      return backwardAffine("decoder.weight", pass.readout[row], dy, into: &gradients.parameters)
    }
    guard configuration.window != nil else { return dReadout }
    let top = configuration.layers[configuration.layers.count - 1]
    let size = top.cell.outputSize(hiddenSize: top.hiddenSize)
    var dRows = pass.outputs[pass.outputs.count - 1].map { $0.map { _ in 0.0 } }
    for (b, dy) in dReadout.enumerated() {
      for u in dy.indices { dRows[u < size ? dRows.count - example.batchSize + b : b][u] += dy[u] }
    }
    return dRows
  }

  /// Returns what reaches the direction's input; `dOutput` is what reaches its output from above.
  private func backward(
    _ direction: Direction, _ number: Int, _ cells: [Cell], _ dOutput: [[Double]], batchSize: Int,
    into gradients: inout Gradients
  ) -> [[Double]] {
    var dInput = [[Double]](repeating: [], count: cells.count)
    let forwards = Array(stride(from: 0, to: cells.count, by: batchSize))
    for start in direction.isReversed ? forwards : forwards.reversed() {
      for b in 0..<batchSize {
        dInput[start + b] = backwardStep(
          direction, number, cells[start + b], dh: dOutput[start + b], stream: b, into: &gradients)
      }
    }
    return dInput
  }

  private func backwardStep(
    _ direction: Direction, _ number: Int, _ cell: Cell, dh: [Double], stream: Int, into gradients: inout Gradients
  ) -> [Double] {
    let (size, name, variant) = (direction.size, direction.name, direction.variant)
    let (i, f, g, o) = (cell.i, cell.f, cell.g, cell.o)
    let peepholes = parameters["lstm.peephole_\(name)"] ?? []
    var dPeepholes = peepholes.map { _ in 0.0 }
    let dm = backwardProjection(direction, number, cell, dh, stream: stream, into: &gradients)
    let dShown = (0..<size).map { dm[$0] * o[$0] * Self.slope(at: cell.shown[$0], variant.outputActivation) }
    let fromShown =
      cell.normalCell.map {
        backwardNormal($0, dShown, "lstm.cell_norm_gain_\(name)", "lstm.cell_norm_bias_\(name)", &gradients.parameters)
      } ?? dShown
    var dz = [Double](repeating: 0, count: variant.blockCount * size)
    for u in 0..<size {
      let carried = stream * size + u
      /// What reaches the gates from the next step.
      func fromNext(_ gate: Int) -> Double {
        variant.hasFullGateRecurrence
          ? gradients.state.gates[direction.gatesIndex][3 * stream * size + gate * size + u] : 0
      }
      /// A gate's own gradient to that of its pre-activation: σ′ = σ (1 − σ). Returns what reaches the cell it sees.
      func backwardGate(_ block: Int, _ value: Double, _ gradient: Double, peephole: Int, sees seen: Double) -> Double {
        let d = gradient * value * (1 - value)
        dz[block * size + u] = d
        guard variant.hasPeepholes else { return 0 }
        dPeepholes[peephole * size + u] += d * seen
        return d * peepholes[peephole * size + u]
      }
      // m = o ψ(shown)
      let squashed = Self.activate(cell.shown[u], variant.outputActivation)
      var dc = gradients.state.cells[number][carried] + fromShown[u]
      if let block = variant.outputBlock {
        dc += backwardGate(
          block, o[u], dm[u] * squashed + fromNext(2), peephole: variant.blockCount - 2, sees: cell.c[u])
      }
      // c = f c[t−1] + i g
      let previous = cell.previousCell[u]
      var dPrevious = dc * f[u]
      if let block = variant.forgetBlock {
        dPrevious += backwardGate(
          block, f[u], dc * previous + fromNext(1), peephole: variant.hasInputGate ? 1 : 0, sees: previous)
      }
      if let block = variant.inputBlock {
        let fromForget = variant.forgetGate == .coupled ? -dc * previous : 0
        dPrevious += backwardGate(
          block, i[u], dc * g[u] + fromForget + fromNext(0), peephole: 0, sees: previous)
      }
      let z = Self.inverseSlope(g[u], variant.inputActivation)
      dz[variant.candidateBlock * size + u] = dc * i[u] * z
      gradients.state.cells[number][carried] = dPrevious
    }
    if !peepholes.isEmpty { add(dPeepholes, to: "lstm.peephole_\(name)", of: &gradients.parameters) }
    guard let sums = cell.sums else {
      add(dz, to: "lstm.bias_ih_\(name)", of: &gradients.parameters)
      return backwardProducts(direction, number, cell, dz, stream: stream, into: &gradients)
    }
    let dSums = backwardNormal(
      sums, dz, "lstm.norm_gain_\(name)", "lstm.bias_ih_\(name)", &gradients.parameters)
    return backwardProducts(direction, number, cell, dSums, stream: stream, into: &gradients)
  }

  /// What reaches m, given what reaches h from above: h = W_hr m, or m itself.
  private func backwardProjection(
    _ direction: Direction, _ number: Int, _ cell: Cell, _ dh: [Double], stream: Int, into gradients: inout Gradients
  ) -> [Double] {
    let total = dh.indices.map { dh[$0] + gradients.state.hiddens[number][stream * dh.count + $0] }
    guard direction.isProjected else { return total }
    return backwardAffine("lstm.weight_hr_\(direction.name)", cell.m, total, into: &gradients.parameters)
  }

  /// y = gain x̂ + shift, x̂ = (x − mean) / deviation: returns what reaches x.
  private func backwardNormal(
    _ normal: Normal, _ dy: [Double], _ gainName: String, _ shiftName: String,
    _ gradients: inout [String: [Double]]
  ) -> [Double] {
    add(dy, to: shiftName, of: &gradients)
    add(dy.indices.map { dy[$0] * normal.values[$0] }, to: gainName, of: &gradients)
    let gain = parameters[gainName] ?? []
    let width = dy.count / normal.inverse.count
    return dy.indices.map { index in
      let block = index / width * width..<(index / width + 1) * width
      // ∂x̂[k]/∂x[index] = (δ − 1/n − x̂[k] x̂[index] / n) / deviation
      return block.reduce(0) { sum, k in
        let one = (k == index ? 1.0 : 0) - (1 + normal.values[k] * normal.values[index]) / Double(width)
        return sum + dy[k] * gain[k] * one * normal.inverse[index / width]
      }
    }
  }

  /// z = W_ih x + b + W_hh h[t−1], and the gates' part.
  private func backwardProducts(
    _ direction: Direction, _ number: Int, _ cell: Cell, _ dz: [Double], stream: Int, into gradients: inout Gradients
  ) -> [Double] {
    let (size, name) = (direction.size, direction.name)
    let dx = backwardAffine("lstm.weight_ih_\(name)", cell.input, dz, into: &gradients.parameters)
    let previous = backwardAffine("lstm.weight_hh_\(name)", cell.previousHidden, dz, into: &gradients.parameters)
    gradients.state.hiddens[number].replaceSubrange(
      stream * previous.count..<(stream + 1) * previous.count, with: masked(previous, number, stream: stream))
    if direction.variant.hasFullGateRecurrence {
      let gates = Array(dz[0..<2 * size]) + Array(dz[3 * size..<4 * size])
      let previousGates = backwardAffine(
        "lstm.weight_gates_\(name)", cell.previousGates, gates, into: &gradients.parameters)
      gradients.state.gates[direction.gatesIndex].replaceSubrange(
        3 * stream * size..<3 * (stream + 1) * size, with: previousGates)
    }
    return dx
  }

  private static func slope(at x: Double, _ activation: CellVariant.Activation) -> Double {
    switch activation {
    case .tanh: 1 - tanh(x) * tanh(x)
    case .relu: x > 0 ? 1 : 0
    case .identity: 1
    }
  }

  /// The slope where an activation gave `y`.
  private static func inverseSlope(_ y: Double, _ activation: CellVariant.Activation) -> Double {
    switch activation {
    case .tanh: 1 - y * y
    case .relu: y > 0 ? 1 : 0
    case .identity: 1
    }
  }

  /// y = W x: adds dy xᵀ to W's gradient, and returns dx = Wᵀ dy.
  private func backwardAffine(
    _ weight: String, _ x: [Double], _ dy: [Double], into gradients: inout [String: [Double]]
  ) -> [Double] {
    let w = parameters[weight] ?? []
    var dw = gradients.removeValue(forKey: weight) ?? []
    var dx = [Double](repeating: 0, count: x.count)
    for row in dy.indices {
      for column in x.indices {
        dw[row * x.count + column] += dy[row] * x[column]
        dx[column] += w[row * x.count + column] * dy[row]
      }
    }
    gradients[weight] = dw
    return dx
  }

  private func add(_ values: [Double], to name: String, at start: Int = 0, of gradients: inout [String: [Double]]) {
    var sums = gradients.removeValue(forKey: name) ?? []
    for index in values.indices { sums[start + index] += values[index] }
    gradients[name] = sums
  }
}
