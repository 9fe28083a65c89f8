import Foundation
import Network

/// A scalar LSTM in Double, one loop per equation: slow, and short enough to be checked by eye.
struct Oracle {
  let configuration: ModelConfiguration
  /// By PyTorch's names, row by row.
  var parameters: [String: [Double]]
  /// What each layer's outputs are multiplied by, `[T·B, H]` row by row; empty without dropout.
  var dropoutMasks: [[Double]] = []

  init(_ model: SequenceModel, _ vector: ParameterVector) {
    configuration = model.configuration
    parameters = Dictionary(
      uniqueKeysWithValues: model.layout.entries.map { ($0.name, vector[$0.handle].values.map(Double.init)) })
  }

  /// h and c by layer, `[B, H]` row by row.
  struct State {
    var hiddens: [[Double]]
    var cells: [[Double]]

  }

  static func state(_ state: RecurrentState) -> State {
    State(
      hiddens: state.hiddens.map { $0.values.map(Double.init) }, cells: state.cells.map { $0.values.map(Double.init) })
  }

  /// All numbers of one layer at one step of one stream, `[H]` each, the input `[D]`.
  struct Cell {
    let input, previousHidden, previousCell: [Double]
    var i, f, g, o, c, h: [Double]
  }

  /// What forward leaves behind; row t · B + b is step t of stream b.
  struct Pass {
    /// By row and layer.
    var cells: [[Cell]] = []
    /// By row, `[H]` of the last layer.
    var outputs: [[Double]] = []
    /// By row, `[V]`.
    var logits: [[Double]] = []
    var state: State
    var meanLossNats = 0.0
  }

  func forward(tokens: [Int32], targets: [Int32], batchSize: Int, state: State) -> Pass {
    var pass = Pass(state: state)
    for row in tokens.indices {
      let stream = row % batchSize
      var x = encode(Int(tokens[row]))
      var cells: [Cell] = []
      for (layer, size) in configuration.hiddenSizes.enumerated() {
        let units = stream * size..<(stream + 1) * size
        let cell = step(
          layer, x, hidden: Array(pass.state.hiddens[layer][units]), cell: Array(pass.state.cells[layer][units]))
        pass.state.hiddens[layer].replaceSubrange(units, with: cell.h)
        pass.state.cells[layer].replaceSubrange(units, with: cell.c)
        x = dropped(cell.h, layer, row: row)
        cells.append(cell)
      }
      let logits = affine("decoder.weight", x, bias: parameters["decoder.bias"] ?? [])
      pass.meanLossNats += (log(logits.reduce(0) { $0 + exp($1) }) - logits[Int(targets[row])]) / Double(tokens.count)
      pass.cells.append(cells)
      pass.outputs.append(x)
      pass.logits.append(logits)
    }
    return pass
  }

  private func encode(_ token: Int) -> [Double] {
    switch configuration.input {
    case .oneHot: (0..<configuration.vocabularySize).map { $0 == token ? 1 : 0 }
    case .embedding(let size): Array((parameters["embedding.weight"] ?? [])[token * size..<(token + 1) * size])
    }
  }

  /// W x + b
  private func affine(_ weight: String, _ x: [Double], bias: [Double]) -> [Double] {
    let w = parameters[weight] ?? []
    var y = bias
    for row in y.indices { for column in x.indices { y[row] += w[row * x.count + column] * x[column] } }
    return y
  }

  private func step(_ layer: Int, _ x: [Double], hidden: [Double], cell: [Double]) -> Cell {
    let size = hidden.count
    let fromInput = affine("lstm.weight_ih_l\(layer)", x, bias: parameters["lstm.bias_ih_l\(layer)"] ?? [])
    let gates = affine("lstm.weight_hh_l\(layer)", hidden, bias: fromInput)
    func sigmoid(_ v: Double) -> Double { 1 / (1 + exp(-v)) }
    let i = gates[0..<size].map(sigmoid)
    let f = gates[size..<2 * size].map(sigmoid)
    let g = gates[2 * size..<3 * size].map(tanh)
    let o = gates[3 * size..<4 * size].map(sigmoid)
    let c = (0..<size).map { f[$0] * cell[$0] + i[$0] * g[$0] }
    let h = (0..<size).map { o[$0] * tanh(c[$0]) }
    return Cell(input: x, previousHidden: hidden, previousCell: cell, i: i, f: f, g: g, o: o, c: c, h: h)
  }

  /// What reaches the next layer forward, and h backward: the outputs, or their gradients, times the mask.
  func dropped(_ values: [Double], _ layer: Int, row: Int) -> [Double] {
    guard !dropoutMasks.isEmpty else { return values }
    return values.indices.map { values[$0] * dropoutMasks[layer][row * values.count + $0] }
  }
}
