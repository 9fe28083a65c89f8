import Foundation

extension Oracle {
  /// The mean loss, and its slope along every parameter, by name, and along the state before the first step.
  struct Gradients {
    let meanLossNats: Double
    var parameters: [String: [Double]]
    var state: State
  }

  /// Forward, then the steps backwards: the chain rule through one equation at a time.
  ///
  /// The gradient's state is carry and result: at step t it holds what reaches h[t] and c[t] from step t + 1.
  func gradients(tokens: [Int32], targets: [Int32], batchSize: Int, state: State) -> Gradients {
    let pass = forward(tokens: tokens, targets: targets, batchSize: batchSize, state: state)
    var gradients = Gradients(
      meanLossNats: pass.meanLossNats, parameters: parameters.mapValues { $0.map { _ in 0 } },
      state: State(hiddens: state.hiddens.map { $0.map { _ in 0 } }, cells: state.cells.map { $0.map { _ in 0 } }))
    for row in tokens.indices.reversed() {
      // −ln softmax(y)[target]: dy = softmax(y) − one-hot(target), over the number of targets for the mean.
      let exponentials = pass.logits[row].map { exp($0) }
      let sum = exponentials.reduce(0, +)
      let dy = exponentials.indices.map { v in
        (exponentials[v] / sum - (v == Int(targets[row]) ? 1 : 0)) / Double(tokens.count)
      }
      var dx = backwardAffine("decoder.weight", pass.outputs[row], dy, into: &gradients.parameters)
      add(dy, to: "decoder.bias", of: &gradients.parameters)
      for layer in configuration.hiddenSizes.indices.reversed() {
        dx = backwardStep(
          layer, pass.cells[row][layer], dh: dropped(dx, layer, row: row), stream: row % batchSize, into: &gradients)
      }
      if case .embedding(let size) = configuration.input {
        add(dx, to: "embedding.weight", at: Int(tokens[row]) * size, of: &gradients.parameters)
      }
    }
    return gradients
  }

  /// Returns what reaches the layer's input; `dh` is what reaches its output from above.
  private func backwardStep(_ layer: Int, _ cell: Cell, dh: [Double], stream: Int, into gradients: inout Gradients)
    -> [Double]
  {
    let size = cell.h.count
    let (i, f, g, o) = (cell.i, cell.f, cell.g, cell.o)
    var dz = [Double](repeating: 0, count: 4 * size)
    for u in 0..<size {
      let carried = stream * size + u
      // h = o tanh c
      let dh = dh[u] + gradients.state.hiddens[layer][carried]
      let dO = dh * tanh(cell.c[u])
      // c = f c[t−1] + i g, and tanh′ = 1 − tanh²
      let dc = gradients.state.cells[layer][carried] + dh * o[u] * (1 - tanh(cell.c[u]) * tanh(cell.c[u]))
      let di = dc * g[u]
      let df = dc * cell.previousCell[u]
      let dg = dc * i[u]
      gradients.state.cells[layer][carried] = dc * f[u]
      // σ′ = σ (1 − σ)
      dz[u] = di * i[u] * (1 - i[u])
      dz[size + u] = df * f[u] * (1 - f[u])
      dz[2 * size + u] = dg * (1 - g[u] * g[u])
      dz[3 * size + u] = dO * o[u] * (1 - o[u])
    }
    // z = W_ih x + b + W_hh h[t−1]
    let dx = backwardAffine("lstm.weight_ih_l\(layer)", cell.input, dz, into: &gradients.parameters)
    add(dz, to: "lstm.bias_ih_l\(layer)", of: &gradients.parameters)
    let previous = backwardAffine("lstm.weight_hh_l\(layer)", cell.previousHidden, dz, into: &gradients.parameters)
    gradients.state.hiddens[layer].replaceSubrange(stream * size..<(stream + 1) * size, with: previous)
    return dx
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
