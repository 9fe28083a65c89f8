import Foundation
import Kernels
import Network
import Testing

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

@Suite struct GradientTests {
  /// Mean loss over all streams in Double, from an explicit initial state.
  static func oracleLoss(_ oracle: Oracle, _ fixture: Fixture, hiddens: [[Double]], cells: [[Double]]) -> Double {
    let batchSize = fixture.trace.batchSize
    let sizes = fixture.model.layers.map(\.hiddenSize)
    var total = 0.0
    for b in 0..<batchSize {
      let pick = { (all: [Int32]) in stride(from: b, to: all.count, by: batchSize).map { all[$0] } }
      var state: Oracle.State = (
        sizes.indices.map { Array(hiddens[$0][b * sizes[$0]..<(b + 1) * sizes[$0]]) },
        sizes.indices.map { Array(cells[$0][b * sizes[$0]..<(b + 1) * sizes[$0]]) }
      )
      total += oracle.lossNats(tokens: pick(fixture.tokens), targets: pick(fixture.targets), state: &state).sum
    }
    return total / Double(fixture.tokens.count)
  }

  static let configurations: [ModelConfiguration] = [
    ModelConfiguration(vocabularySize: 7, input: .embedding(size: 3), hiddenSizes: [5, 4]),
    ModelConfiguration(vocabularySize: 9, input: .oneHot, hiddenSizes: [6]),
    ModelConfiguration(vocabularySize: 2, input: .oneHot, hiddenSizes: [1, 17, 3]),
  ]

  @Test(arguments: configurations) func everyGradientMatchesTheOracle(configuration: ModelConfiguration) throws {
    var fixture = try Fixture(configuration, steps: 5, batchSize: 2)
    let (loss, gradients) = fixture.gradients()
    let start = fixture.someState()
    var hiddens = start.hiddens.map { $0.values.map(Double.init) }
    var cells = start.cells.map { $0.values.map(Double.init) }
    var oracle = Oracle(fixture.model, fixture.parameters)
    // Float sums of a few dozen terms of order one.
    #expect(abs(loss - Self.oracleLoss(oracle, fixture, hiddens: hiddens, cells: cells)) < 1e-6)
    // Central differences in Double: an error of step², and Float's in the engine.
    let (step, bound) = (1e-4, 1e-6)
    for entry in fixture.model.layout.entries {
      let ours = gradients[entry.handle].values
      for i in ours.indices {
        let kept = oracle.parameters[entry.name]![i]
        oracle.parameters[entry.name]![i] = kept + step
        let up = Self.oracleLoss(oracle, fixture, hiddens: hiddens, cells: cells)
        oracle.parameters[entry.name]![i] = kept - step
        let down = Self.oracleLoss(oracle, fixture, hiddens: hiddens, cells: cells)
        oracle.parameters[entry.name]![i] = kept
        #expect(abs(Double(ours[i]) - (up - down) / (2 * step)) < bound, "\(entry.name)[\(i)]")
      }
    }
    let stateGradients = fixture.model.initialStateGradients(packed: fixture.packed, trace: fixture.trace)
    for layer in fixture.model.layers.indices {
      for i in hiddens[layer].indices {
        let slope = { (change: (Double) -> Void) -> Double in
          change(step)
          let up = Self.oracleLoss(oracle, fixture, hiddens: hiddens, cells: cells)
          change(-2 * step)
          let down = Self.oracleLoss(oracle, fixture, hiddens: hiddens, cells: cells)
          change(step)
          return (up - down) / (2 * step)
        }
        let (h, c) = (stateGradients.hiddens[layer].values[i], stateGradients.cells[layer].values[i])
        #expect(abs(Double(h) - slope { hiddens[layer][i] += $0 }) < bound, "h[−1] of layer \(layer), \(i)")
        #expect(abs(Double(c) - slope { cells[layer][i] += $0 }) < bound, "c[−1] of layer \(layer), \(i)")
      }
    }
  }

  @Test func gradientsWithDropoutMatchDifferencesOfTheEngine() throws {
    let configuration = ModelConfiguration(
      vocabularySize: 6, input: .embedding(size: 3), hiddenSizes: [5, 4], dropout: 0.5)
    var fixture = try Fixture(configuration, steps: 4, batchSize: 3)
    let draw = DropoutDraw(rate: 0.5, seed: 3, step: 11)
    let gradients = fixture.gradients(dropout: draw).gradients.row.values
    let row = fixture.parameters.row
    // Differences in Float: cancellation of 2⁻²⁴ / step and an error of step².
    let step: Float = 1e-2
    for i in stride(from: 0, to: gradients.count, by: 7) {
      let kept = row[0, i]
      let loss = { (value: Float) -> Double in
        row[0, i] = value
        fixture.packed.pack(fixture.parameters, of: fixture.model, on: fixture.team)
        return fixture.gradients(dropout: draw).loss
      }
      let slope = (loss(kept + step) - loss(kept - step)) / Double(2 * step)
      row[0, i] = kept
      #expect(abs(Double(gradients[i]) - slope) < 2e-4, "parameter \(i)")
    }
    #expect(gradients.contains { $0 != 0 })
  }
}
