import Kernels

/// Cells on numbers of one's own: every equation of every step with its result, from the code that networks run.
public struct CellCalculation: Sendable {
  /// The results of one step, in the order in which a cell has them.
  public struct Step: Sendable {
    /// x, `[D]`.
    public let input: [Float]
    /// The state before the step.
    public let previousHidden, previousCell: [Float]
    /// The sums of each block, then the cell's equations.
    public let results: [Result]
  }

  /// One equation with its result.
  public struct Result: Equatable, Sendable {
    /// The left side.
    public let name: String
    /// The right side.
    public let formula: String
    /// `[H]`, or `[P]` of a projection; empty for a definition.
    public let values: [Float]
  }

  /// One parameter of the cells.
  public struct Weight: Equatable, Sendable {
    /// The name in a checkpoint, without the layer.
    public let name: String
    /// Its rows, with the letter of the gate that each belongs to where there is one.
    public let rows: [Row]

    /// One row.
    public struct Row: Equatable, Sendable {
      /// `i`, `f`, `g`, `o`, or empty.
      public let gate: String
      /// The numbers.
      public let values: [Float]
    }
  }

  private let model: SequenceModel
  private var direction: RecurrentDirection { model.layers[0].directions[0] }

  /// H cells of a kind that read D numbers at each step.
  ///
  /// - Throws: what keeps such cells from being built.
  public init(_ kind: CellKind, inputSize: Int, size: Int) throws(NetworkError) {
    model = try SequenceModel(
      ModelConfiguration(
        input: .features(size: inputSize), layers: [LayerConfiguration(hiddenSize: size, cell: kind)],
        output: .linear(size: 1)))
  }

  /// The size of h: H, or P of a projection.
  public var hiddenSize: Int { direction.outputSize }
  /// The parameters of the cells, with their shapes.
  public var shapes: [(name: String, shape: [Int])] {
    model.layout.entries[direction.entries].map { (Self.shortName($0.name), $0.shape) }
  }
  /// How many numbers these are.
  public var weightCount: Int { model.layout.entries[direction.entries].reduce(0) { $0 + $1.count } }

  /// Weights as a training would begin with.
  public func weights(rngSeed: UInt64) -> [Float] {
    var generator = Philox(seed: rngSeed)
    let vector = ParameterVector(initialized: model.layout, using: &generator)
    return model.layout.entries[direction.entries].flatMap { vector[$0.handle].values }
  }

  /// Weights row by row, as they are named and shaped in a checkpoint.
  public func named(_ weights: [Float]) -> [Weight] {
    let (vector, blocks) = (parameters(weights), direction.variant.blockNames)
    return model.layout.entries[direction.entries].map { entry in
      let values = vector[entry.handle].values
      let isByBlock = entry.shape[0] == blocks.count * direction.hiddenSize
      let isPeephole = entry.name.hasPrefix("lstm.peephole")
      // A bias is a row in the file; here each gate has its own.
      let width = entry.shape.count == 2 ? entry.shape[1] : isByBlock ? direction.hiddenSize : entry.count
      let gates = isPeephole ? blocks.filter { $0 != "g" } : isByBlock ? blocks : [""]
      let rows = entry.count / width
      return Weight(
        name: Self.shortName(entry.name),
        rows: (0..<rows).map { row in
          Weight.Row(
            gate: rows % gates.count == 0 ? gates[row / (rows / gates.count)] : "",
            values: Array(values[row * width..<(row + 1) * width]))
        })
    }
  }

  /// Every step over the inputs, each `[D]`, from a state.
  ///
  /// - hidden: h before the first step, `[hiddenSize]`.
  /// - cell: c before the first step, `[H]`.
  /// - weights: `weightCount` numbers in the order of `shapes`, row by row.
  public func steps(inputs: [[Float]], hidden: [Float], cell: [Float], weights: [Float]) -> [Step] {
    let loaded = LoadedModel(model, parameters(weights), threads: 1)
    let packed = loaded.weights.layers[0][0]
    let state = RecurrentState(model: model, batchSize: 1).layers[0][0]
    for (part, values) in zip(state.parts, [hidden, cell]) {
      part.assign(Matrix(rows: 1, columns: part.columns, values: values))
    }
    return inputs.map { input in
      let x = Matrix(rows: 1, columns: input.count, values: input)
      let (previousHidden, previousCell) = (state.parts[0].values, state.parts[1].values)
      let sums = self.sums(x, state.parts[0], packed)
      let buffers = DirectionBuffers(direction, steps: 1, streams: 1, purpose: .inspecting, dropsHidden: false)
      direction.runCells(.sequence(x), state: state, packed, buffers, unless: nil, on: loaded.team)
      return Step(
        input: input, previousHidden: previousHidden, previousCell: previousCell,
        results: sums + direction.cell.equations.map { self.result($0, buffers) })
    }
  }

  /// The sums of each block before the cell has seen them.
  private func sums(_ x: Matrix, _ hidden: Matrix, _ weights: PackedDirection) -> [Result] {
    guard let input = weights.input else { preconditionFailure("cells that read no numbers") }
    let sums = Matrix(rows: 1, columns: direction.gateColumns)
    addProduct(x, input, to: .row(weights.start), into: sums)
    addProduct(hidden, weights.recurrent, into: sums)
    return direction.variant.blockNames.enumerated().map { block, name in
      let bias = direction.cell.hasBiasInSums ? " + b_\(name)" : ""
      return Result(
        name: "z_\(name)", formula: "W_\(name) x + U_\(name) h[t−1]\(bias)", values: self.block(block, of: sums))
    }
  }

  private func result(_ equation: CellEquation, _ buffers: DirectionBuffers) -> Result {
    let rows = direction.rows(0..<1, atStep: 0, of: 1)
    let values = equation.place.map { direction.numbers(at: $0, rows, buffers).values } ?? []
    return Result(name: equation.name, formula: equation.formula, values: values)
  }

  private func block(_ index: Int, of gates: Matrix) -> [Float] {
    gates.columns(index * direction.hiddenSize..<(index + 1) * direction.hiddenSize).values
  }

  private func parameters(_ weights: [Float]) -> ParameterVector {
    precondition(weights.count == weightCount, "\(weights.count) numbers for \(weightCount) weights")
    let vector = ParameterVector(zeros: model.layout)
    var place = 0
    for entry in model.layout.entries[direction.entries] {
      let first = place
      vector[entry.handle].fill { weights[first + $0] }
      place += entry.count
    }
    return vector
  }

  /// `lstm.weight_ih_l0` is `weight_ih` where there is one layer.
  private static func shortName(_ name: String) -> String { String(name.dropFirst(5).dropLast(3)) }
}
