import Kernels
import Network

/// A small network with its buffers, for tests.
struct Fixture {
  let trainee: TrainableModel
  let steps, batchSize: Int
  private let pass: TrainingPass
  let input: SequenceInput
  let targets: SequenceTargets
  /// The same for the oracle.
  let example: Oracle.Example

  init(_ configuration: ModelConfiguration, steps: Int, batchSize: Int, threads: Int = 1, seed: UInt64 = 1) throws {
    let model = try SequenceModel(configuration)
    var generator = Philox(seed: seed)
    let parameters = ParameterVector(initialized: model.layout, using: &generator)
    // Biases begin at 0 and 1: with those, one that is left out or added twice would not be seen.
    let (row, start) = (parameters.row, parameters.row.values)
    row.fill { start[$0] + generator.nextUniform(bound: 0.25) }
    trainee = TrainableModel(model, parameters, threads: threads)
    pass = TrainingPass(trainee, steps: steps, streams: batchSize)
    (self.steps, self.batchSize) = (steps, batchSize)
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

  var model: SequenceModel { trainee.model }
  var parameters: ParameterVector { trainee.parameters }
  /// The same weights as they are loaded to be read with.
  var loaded: LoadedModel { LoadedModel(model, parameters, threads: trainee.loaded.team.count) }

  /// The tokens of a network that reads them.
  var tokens: [Int32] {
    if case .tokens(let tokens) = input { tokens } else { [] }
  }

  /// A state of numbers in ±0.5, so that the first step's recurrent products count.
  func someState() -> RecurrentState {
    let state = RecurrentState(model: model, batchSize: batchSize)
    var generator = Philox(seed: 99)
    for part in state.hiddens + state.cells { part.fill { _ in generator.nextUniform(bound: 0.5) } }
    for part in state.gates {
      part.fill { _ in generator.nextUniform(bound: 0.5) }
      // The candidate is not among the gates that are looked back at.
      part.columns(part.columns / 2..<part.columns / 4 * 3).fill(0)
    }
    return state
  }

  /// The loss and its gradients from some state, and those of that state.
  func gradients(
    dropout: DropoutDraw? = nil
  ) -> (loss: Double, gradients: ParameterVector, state: RecurrentState) {
    trainee.gradients.row.fill(0)
    pass.state = someState()
    let loss = pass.addGradients(input, targets: targets, dropout: dropout)
    return (loss, trainee.gradients.copy(), pass.initialStateGradients())
  }

  /// The oracle with the same parameters and masks.
  func oracle(dropout: DropoutDraw? = nil) -> Oracle {
    var oracle = Oracle(model, parameters)
    guard let dropout else { return oracle }
    if dropout.rate > 0 {
      oracle.dropoutMasks = model.layers.map { layer in
        let mask = Matrix(rows: steps * batchSize, columns: layer.outputSize)
        fillDropoutMask(
          mask, rate: dropout.rate, seed: dropout.seed, purpose: dropout.purpose(layer: layer.index),
          on: .alone)
        return mask.values.map(Double.init)
      }
    }
    if dropout.recurrentRate > 0 {
      oracle.recurrentMasks = model.layers.flatMap { layer in
        layer.directions.map { cells in
          let mask = Matrix(rows: batchSize, columns: cells.outputSize)
          fillDropoutMask(
            mask, rate: dropout.recurrentRate, seed: dropout.seed,
            purpose: dropout.recurrentPurpose(layer: layer.index, isReversed: cells.isReversed), on: .alone)
          return mask.values.map(Double.init)
        }
      }
    }
    return oracle
  }
}

extension RecurrentState {
  /// The parts of one kind, by direction from the input upwards.
  private func parts(_ prefix: String) -> [Matrix] { parts.filter { $0.name.hasPrefix(prefix) }.map(\.values) }

  var hiddens: [Matrix] { parts("hidden_state_") }
  var cells: [Matrix] { parts("cell_state_") }
  var gates: [Matrix] { parts("gate_state_") }
}
