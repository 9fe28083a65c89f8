import Foundation
import Kernels
import Network

/// A scalar LSTM in Double, one loop per equation: slow, and short enough to be checked by eye.
struct Oracle {
  let configuration: ModelConfiguration
  /// By PyTorch's names, row by row.
  var parameters: [String: [Double]]
  /// What each layer's outputs are multiplied by, `[T·B, outputSize]` row by row; empty without dropout.
  var dropoutMasks: [[Double]] = []
  /// What each direction's h[t−1] is multiplied by, `[B, H]` row by row; empty without recurrent dropout.
  var recurrentMasks: [[Double]] = []

  init(_ model: SequenceModel, _ vector: ParameterVector) {
    configuration = model.configuration
    parameters = Dictionary(
      uniqueKeysWithValues: model.layout.entries.map { ($0.name, vector[$0.handle].values.map(Double.init)) })
  }

  /// What is read, row t · B + b at step t of stream b, and what is predicted.
  struct Example {
    var input: Input
    var targets: Targets
    let batchSize: Int

    enum Input {
      case tokens([Int32])
      case features([[Double]])
    }

    enum Targets {
      case tokens([Int32])
      case values([[Double]])
    }

    var rows: Int {
      switch input {
      case .tokens(let tokens): tokens.count
      case .features(let rows): rows.count
      }
    }
  }

  /// One direction of one layer.
  struct Direction {
    let layer: Int
    let name: String
    let isReversed: Bool
    let size: Int
    let kind: CellKind
    /// Its place among those that look back at their gates.
    let gatesIndex: Int

    var variant: CellVariant { kind.variant }
    /// H, or P of a projection.
    var outputSize: Int { kind.outputSize(hiddenSize: size) }
    var isNormalized: Bool { if case .normalized = kind { true } else { false } }
    var isProjected: Bool { if case .projected = kind { true } else { false } }
  }

  var directions: [Direction] {
    var looking = 0
    return configuration.layers.enumerated().flatMap { index, layer in
      (layer.isBidirectional ? [false, true] : [false]).map {
        defer { looking += layer.variant.hasFullGateRecurrence ? 1 : 0 }
        return Direction(
          layer: index, name: "l\(index)\($0 ? "_reverse" : "")", isReversed: $0, size: layer.hiddenSize,
          kind: layer.cell, gatesIndex: looking)
      }
    }
  }

  /// h and c by direction, `[B, P]` and `[B, H]`, and the gates i, f, o of those that look back at them, `[B, 3H]`: row by
  /// row.
  struct State {
    var hiddens: [[Double]]
    var cells: [[Double]]
    var gates: [[Double]]
  }

  static func state(_ state: RecurrentState) -> State {
    State(
      hiddens: state.hiddens.map { $0.values.map(Double.init) }, cells: state.cells.map { $0.values.map(Double.init) },
      gates: state.gates.map { gates in
        let size = gates.columns / 4
        return (0..<gates.rows).flatMap { row in
          (0..<3 * size).map { Double(gates[row, $0 < 2 * size ? $0 : $0 + size]) }
        }
      })
  }

  /// All numbers of one direction at one step of one stream, `[H]` each, the input `[D]`, h `[P]`.
  struct Cell {
    let input, previousHidden, previousCell, previousGates: [Double]
    var i, f, g, o, c: [Double]
    /// What is shown through the output gate, c or what layer normalisation makes of it; and what comes out there.
    var shown, m: [Double]
    var h: [Double]
    /// With layer normalisation: the sums, and c.
    var sums, normalCell: Normal?
  }

  /// Numbers with mean 0 and variance 1, block by block, and what they were multiplied by for that.
  struct Normal {
    var values, inverse: [Double]
  }

  func normal(_ values: [Double], width: Int) -> Normal {
    var result = Normal(values: [], inverse: [])
    for start in stride(from: 0, to: values.count, by: width) {
      let block = values[start..<start + width]
      let mean = block.reduce(0, +) / Double(width)
      let variance = block.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
      let inverse = 1 / (variance + 1e-5).squareRoot()
      result.values += block.map { ($0 - mean) * inverse }
      result.inverse.append(inverse)
    }
    return result
  }

  /// What forward leaves behind.
  struct Pass {
    /// By direction and row.
    var cells: [[Cell]] = []
    /// By layer and row.
    var outputs: [[[Double]]] = []
    /// What the head reads, and what it says.
    var readout: [[Double]] = []
    var logits: [[Double]] = []
    var state: State
    var meanLoss = 0.0
  }

  func forward(_ example: Example, state: State) -> Pass {
    var pass = Pass(state: state)
    var rows = encode(example.input, batchSize: example.batchSize)
    for (layer, size) in configuration.layers.map(\.outputSize).enumerated() {
      var output = [[Double]](repeating: [], count: rows.count)
      for (number, direction) in directions.enumerated() where direction.layer == layer {
        let cells = run(direction, number, rows, batchSize: example.batchSize, state: &pass.state)
        for row in rows.indices { output[row] += cells[row].h }
        pass.cells.append(cells)
      }
      precondition(output[0].count == size, "\(output[0].count) outputs of a layer of \(size)")
      rows = output.indices.map { dropped(output[$0], layer, row: $0) }
      pass.outputs.append(rows)
    }
    pass.readout = readout(rows, batchSize: example.batchSize)
    pass.logits = pass.readout.map { affine("decoder.weight", $0, bias: parameters["decoder.bias"] ?? []) }
    pass.meanLoss = meanLoss(pass.logits, example.targets)
    return pass
  }

  /// Every row, or each direction's last step of each stream.
  private func readout(_ rows: [[Double]], batchSize: Int) -> [[Double]] {
    guard configuration.window != nil else { return rows }
    let top = configuration.layers[configuration.layers.count - 1]
    let size = top.cell.outputSize(hiddenSize: top.hiddenSize)
    return (0..<batchSize).map { b -> [Double] in
      let (last, first) = (rows[rows.count - batchSize + b], rows[b])
      return Array(last[0..<size]) + Array(first[size...])
    }
  }

  private func meanLoss(_ outputs: [[Double]], _ targets: Example.Targets) -> Double {
    var sum = 0.0
    for (row, y) in outputs.enumerated() {
      switch targets {
      case .tokens(let tokens): sum += log(y.reduce(0) { $0 + exp($1) }) - y[Int(tokens[row])]
      case .values(let values):
        for j in y.indices { sum += (y[j] - values[row][j]) * (y[j] - values[row][j]) / Double(y.count) }
      }
    }
    return sum / Double(outputs.count)
  }

  private func encode(_ input: Example.Input, batchSize: Int) -> [[Double]] {
    switch input {
    case .features(let rows): return rows
    case .tokens(let tokens):
      guard case .tokens(let vocabularySize, let encoding) = configuration.input else { return [] }
      return tokens.indices.map { place in
        let token = tokens[place]
        switch encoding {
        case .oneHot: return (0..<vocabularySize).map { $0 == Int(token) ? 1 : 0 }
        case .embedding(let size): return row("embedding.weight", Int(token), size: size)
        case .ngrams(let size, _, _, _):
          let added = nGramRows(tokens, place, batchSize: batchSize).map { row("ngrams.weight", $0, size: size) }
          return added.reduce(row("embedding.weight", Int(token), size: size)) { zip($0, $1).map { $0 + $1 } }
        }
      }
    }
  }

  private func row(_ name: String, _ index: Int, size: Int) -> [Double] {
    Array((parameters[name] ?? [])[index * size..<(index + 1) * size])
  }

  /// The rows of the n-grams that end at a place, from the shortest on, where the streams have just begun.
  func nGramRows(_ tokens: [Int32], _ place: Int, batchSize: Int) -> [Int] {
    guard case .tokens(_, .ngrams(_, let longest, let rows, _)) = configuration.input else { return [] }
    var hash: UInt64 = 0
    return (0..<longest).map { back in
      let earlier = place - back * batchSize
      hash &+= (earlier >= 0 ? UInt64(tokens[earlier]) + 1 : 0) &* 0x9E37_79B9_7F4A_7C15
      hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
      hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
      hash ^= hash >> 31
      // The upper bits choose the row.
      return Int(hash.multipliedFullWidth(by: UInt64(rows)).high)
    }.suffix(longest - 1)
  }

  /// W x + b
  private func affine(_ weight: String, _ x: [Double], bias: [Double]) -> [Double] {
    let w = parameters[weight] ?? []
    var y = bias
    for row in y.indices { for column in x.indices { y[row] += w[row * x.count + column] * x[column] } }
    return y
  }

  private func run(_ direction: Direction, _ number: Int, _ rows: [[Double]], batchSize: Int, state: inout State)
    -> [Cell]
  {
    var cells = [Cell?](repeating: nil, count: rows.count)
    let starts = Array(stride(from: 0, to: rows.count, by: batchSize))
    for start in direction.isReversed ? starts.reversed() : starts {
      for b in 0..<batchSize {
        let units = b * direction.size..<(b + 1) * direction.size
        let outputs = b * direction.outputSize..<(b + 1) * direction.outputSize
        let gates = 3 * units.lowerBound..<3 * units.upperBound
        let (hasGates, index) = (direction.variant.hasFullGateRecurrence, direction.gatesIndex)
        let cell = step(
          direction, rows[start + b], hidden: masked(Array(state.hiddens[number][outputs]), number, stream: b),
          cell: Array(state.cells[number][units]), gates: hasGates ? Array(state.gates[index][gates]) : [])
        state.hiddens[number].replaceSubrange(outputs, with: cell.h)
        state.cells[number].replaceSubrange(units, with: cell.c)
        if hasGates { state.gates[index].replaceSubrange(gates, with: cell.i + cell.f + cell.o) }
        cells[start + b] = cell
      }
    }
    return cells.compactMap { $0 }
  }

  private func step(_ direction: Direction, _ x: [Double], hidden: [Double], cell: [Double], gates previous: [Double])
    -> Cell
  {
    let (size, name, variant) = (direction.size, direction.name, direction.variant)
    let bias = parameters["lstm.bias_ih_\(name)"] ?? []
    let start = direction.isNormalized ? bias.map { _ in 0 } : bias
    var z = affine("lstm.weight_hh_\(name)", hidden, bias: affine("lstm.weight_ih_\(name)", x, bias: start))
    let sums = direction.isNormalized ? normal(z, width: size) : nil
    if let sums { z = scaled(sums.values, "lstm.norm_gain_\(name)", "lstm.bias_ih_\(name)") }
    if variant.hasFullGateRecurrence {
      let added = affine("lstm.weight_gates_\(name)", previous, bias: [Double](repeating: 0, count: 3 * size))
      for u in 0..<2 * size { z[u] += added[u] }
      for u in 0..<size { z[3 * size + u] += added[2 * size + u] }
    }
    let peepholes = parameters["lstm.peephole_\(name)"] ?? []
    func sigmoid(_ v: Double) -> Double { 1 / (1 + exp(-v)) }
    /// The gate of a block that sees a cell, or ones.
    func gate(_ block: Int?, _ cell: [Double], peephole: Int) -> [Double] {
      (0..<size).map { u in
        guard let block else { return 1 }
        let seen = variant.hasPeepholes ? peepholes[peephole * size + u] * cell[u] : 0
        return sigmoid(z[block * size + u] + seen)
      }
    }
    let i = gate(variant.inputBlock, cell, peephole: 0)
    let own = gate(variant.forgetBlock, cell, peephole: variant.hasInputGate ? 1 : 0)
    let f = variant.forgetGate == .coupled ? i.map { 1 - $0 } : own
    let g = (0..<size).map { Self.activate(z[variant.candidateBlock * size + $0], variant.inputActivation) }
    let c = (0..<size).map { f[$0] * cell[$0] + i[$0] * g[$0] }
    let o = gate(variant.outputBlock, c, peephole: variant.blockCount - 2)
    let normalCell = direction.isNormalized ? normal(c, width: size) : nil
    let shown =
      normalCell.map { scaled($0.values, "lstm.cell_norm_gain_\(name)", "lstm.cell_norm_bias_\(name)") } ?? c
    let m = (0..<size).map { o[$0] * Self.activate(shown[$0], variant.outputActivation) }
    let zeros = [Double](repeating: 0, count: direction.outputSize)
    return Cell(
      input: x, previousHidden: hidden, previousCell: cell, previousGates: previous, i: i, f: f, g: g, o: o, c: c,
      shown: shown, m: m, h: direction.isProjected ? affine("lstm.weight_hr_\(name)", m, bias: zeros) : m, sums: sums,
      normalCell: normalCell)
  }

  /// gain ∘ x + shift
  private func scaled(_ values: [Double], _ gain: String, _ shift: String) -> [Double] {
    let (gain, shift) = (parameters[gain] ?? [], parameters[shift] ?? [])
    return values.indices.map { gain[$0] * values[$0] + shift[$0] }
  }

  static func activate(_ x: Double, _ activation: CellVariant.Activation) -> Double {
    switch activation {
    case .tanh: tanh(x)
    case .relu: max(x, 0)
    case .identity: x
    }
  }

  /// What reaches the next layer forward, and h backward: the outputs, or their gradients, times the mask.
  func dropped(_ values: [Double], _ layer: Int, row: Int) -> [Double] {
    guard !dropoutMasks.isEmpty else { return values }
    return values.indices.map { values[$0] * dropoutMasks[layer][row * values.count + $0] }
  }

  /// What reaches the next step forward, and h backward.
  func masked(_ values: [Double], _ direction: Int, stream: Int) -> [Double] {
    guard !recurrentMasks.isEmpty else { return values }
    return values.indices.map { values[$0] * recurrentMasks[direction][stream * values.count + $0] }
  }
}
