import Kernels
import Network

/// A small network with its buffers, for tests.
struct Fixture {
  let model: SequenceModel
  let parameters: ParameterVector
  let packed: PackedWeights
  let team: ThreadTeam
  var trace: SequenceTrace
  let (tokens, targets): ([Int32], [Int32])

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
    trace = SequenceTrace(model: model, steps: steps, batchSize: batchSize, threads: threads, forTraining: true)
    let vocabularySize = UInt64(configuration.vocabularySize)
    tokens = (0..<steps * batchSize).map { _ in Int32(generator.next() % vocabularySize) }
    targets = (0..<steps * batchSize).map { _ in Int32(generator.next() % vocabularySize) }
  }

  /// A state of numbers in ±0.5, so that the first step's recurrent products count.
  func someState() -> RecurrentState {
    let state = RecurrentState(model: model, batchSize: trace.batchSize)
    var generator = Philox(seed: 99)
    for part in state.hiddens + state.cells { part.fill { _ in generator.nextUniform(bound: 0.5) } }
    return state
  }

  mutating func gradients(dropout: DropoutDraw? = nil) -> (loss: Double, gradients: ParameterVector) {
    let gradients = ParameterVector(zeros: model.layout)
    let loss = model.gradients(
      tokens: tokens, targets: targets, state: someState(), parameters: parameters, packed: packed, trace: &trace,
      dropout: dropout, into: gradients, on: team)
    return (loss, gradients)
  }
}
