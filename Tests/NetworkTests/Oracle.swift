import Foundation
import Network

/// A scalar LSTM in Double, one loop per equation: slow, and short enough to be checked by eye.
struct Oracle {
  let configuration: ModelConfiguration
  /// By PyTorch's names, row by row.
  var parameters: [String: [Double]]

  init(_ model: SequenceModel, _ vector: ParameterVector) {
    configuration = model.configuration
    parameters = Dictionary(
      uniqueKeysWithValues: model.layout.entries.map { ($0.name, vector[$0.handle].values.map(Double.init)) })
  }

  /// h and c of every layer for one stream.
  typealias State = (hiddens: [[Double]], cells: [[Double]])

  /// The sum over the stream of −ln p(target), and the logits of every step.
  func lossNats(tokens: [Int32], targets: [Int32], state: inout State) -> (sum: Double, logits: [[Double]]) {
    var sum = 0.0
    var allLogits: [[Double]] = []
    for (token, target) in zip(tokens, targets) {
      var x = encode(Int(token))
      for layer in configuration.hiddenSizes.indices {
        (state.hiddens[layer], state.cells[layer]) = step(
          layer, x, hidden: state.hiddens[layer], cell: state.cells[layer])
        x = state.hiddens[layer]
      }
      let logits = affine("decoder.weight", x, bias: parameters["decoder.bias"] ?? [])
      allLogits.append(logits)
      sum += log(logits.reduce(0) { $0 + exp($1) }) - logits[Int(target)]
    }
    return (sum, allLogits)
  }

  private func encode(_ token: Int) -> [Double] {
    switch configuration.input {
    case .oneHot: (0..<configuration.vocabularySize).map { $0 == token ? 1 : 0 }
    case .embedding(let size): Array((parameters["embedding.weight"] ?? [])[token * size..<(token + 1) * size])
    }
  }

  private func affine(_ weight: String, _ x: [Double], bias: [Double]) -> [Double] {
    let w = parameters[weight] ?? []
    return bias.indices.map { row in x.indices.reduce(bias[row]) { $0 + w[row * x.count + $1] * x[$1] } }
  }

  private func step(_ layer: Int, _ x: [Double], hidden: [Double], cell: [Double]) -> ([Double], [Double]) {
    let size = hidden.count
    let fromInput = affine("lstm.weight_ih_l\(layer)", x, bias: parameters["lstm.bias_ih_l\(layer)"] ?? [])
    let gates = affine("lstm.weight_hh_l\(layer)", hidden, bias: fromInput)
    func sigmoid(_ v: Double) -> Double { 1 / (1 + exp(-v)) }
    var (h, c) = (hidden, cell)
    for u in 0..<size {
      let i = sigmoid(gates[u])
      let f = sigmoid(gates[size + u])
      let g = tanh(gates[2 * size + u])
      let o = sigmoid(gates[3 * size + u])
      c[u] = f * cell[u] + i * g
      h[u] = o * tanh(c[u])
    }
    return (h, c)
  }
}
