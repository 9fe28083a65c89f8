import Kernels
import Network

/// A small network with its buffers, for tests.
struct Fixture {
  let model: SequenceModel
  let parameters: ParameterVector
  let packed: PackedWeights
  let team: ThreadTeam
  var trace: SequenceTrace
  let input: SequenceInput
  let targets: SequenceTargets
  /// The same for the oracle.
  let example: Oracle.Example

  init(_ configuration: ModelConfiguration, steps: Int, batchSize: Int, threads: Int = 1, seed: UInt64 = 1) throws {
    model = try SequenceModel(configuration)
    var generator = Philox(seed: seed)
    parameters = ParameterVector(initialized: model.layout, using: &generator)
    // Biases begin at 0 and 1: with those, one that is left out or added twice would not be seen.
    let (row, start) = (parameters.row, parameters.row.values)
    row.fill { start[$0] + generator.nextUniform(bound: 0.25) }
    team = ThreadTeam(threads: threads)
    packed = PackedWeights(model: model, forTraining: true)
    packed.pack(parameters, of: model, on: team)
    trace = SequenceTrace(model: model, steps: steps, batchSize: batchSize, forTraining: true)
    let rows = steps * batchSize
    let oracleInput: Oracle.Example.Input
    switch configuration.input {
    case .tokens(let vocabularySize, _):
      let tokens = (0..<rows).map { _ in Int32(generator.next() % UInt64(vocabularySize)) }
      (input, oracleInput) = (.tokens(tokens), .tokens(tokens))
    case .features(let size):
      let features = Matrix(rows: rows, columns: size)
      features.fill { _ in generator.nextUniform(bound: 1) }
      input = .features(features)
      oracleInput = .features((0..<rows).map { features.rows($0..<$0 + 1).values.map(Double.init) })
    }
    let count = configuration.window == nil ? rows : batchSize
    let oracleTargets: Oracle.Example.Targets
    switch configuration.output {
    case .softmax(let classes):
      let tokens = (0..<count).map { _ in Int32(generator.next() % UInt64(classes)) }
      (targets, oracleTargets) = (.tokens(tokens), .tokens(tokens))
    case .linear(let size):
      let values = Matrix(rows: count, columns: size)
      values.fill { _ in generator.nextUniform(bound: 1) }
      targets = .values(values)
      oracleTargets = .values((0..<count).map { values.rows($0..<$0 + 1).values.map(Double.init) })
    }
    example = Oracle.Example(input: oracleInput, targets: oracleTargets, batchSize: batchSize)
  }

  /// The tokens of a network that reads them.
  var tokens: [Int32] {
    if case .tokens(let tokens) = input { tokens } else { [] }
  }

  /// A state of numbers in ±0.5, so that the first step's recurrent products count.
  func someState() -> RecurrentState {
    let state = RecurrentState(model: model, batchSize: trace.batchSize)
    var generator = Philox(seed: 99)
    for part in state.hiddens + state.cells { part.fill { _ in generator.nextUniform(bound: 0.5) } }
    for part in state.gates.compactMap({ $0 }) {
      part.fill { _ in generator.nextUniform(bound: 0.5) }
      // The candidate is not among the gates that are looked back at.
      part.columns(part.columns / 2..<part.columns / 4 * 3).fill(0)
    }
    return state
  }

  mutating func gradients(dropout: DropoutDraw? = nil) -> (loss: Double, gradients: ParameterVector) {
    let gradients = ParameterVector(zeros: model.layout)
    let loss = model.addGradients(
      input, targets: targets, state: someState(), parameters: parameters, packed: packed, trace: &trace,
      dropout: dropout, into: gradients, on: team)
    return (loss, gradients)
  }

  /// The oracle with the same parameters and masks.
  func oracle(dropout: DropoutDraw? = nil) -> Oracle {
    var oracle = Oracle(model, parameters)
    guard let dropout else { return oracle }
    if dropout.rate > 0 {
      oracle.dropoutMasks = model.layers.map { layer in
        let mask = Matrix(rows: trace.steps * trace.batchSize, columns: layer.outputSize)
        fillDropoutMask(
          mask, rate: dropout.rate, seed: dropout.seed, stream: dropout.stream(layer: layer.index), on: team)
        return mask.values.map(Double.init)
      }
    }
    if dropout.recurrentRate > 0 {
      oracle.recurrentMasks = model.layers.flatMap { layer in
        layer.directions.map { cells in
          let mask = Matrix(rows: trace.batchSize, columns: cells.hiddenSize)
          fillDropoutMask(
            mask, rate: dropout.recurrentRate, seed: dropout.seed,
            stream: dropout.recurrentStream(layer: layer.index, isReversed: cells.isReversed), on: team)
          return mask.values.map(Double.init)
        }
      }
    }
    return oracle
  }
}
