import Foundation
import Kernels
import Network
import Testing

/// The engine against what PyTorch computed; `Vectors/make_vectors.py` makes the files.
@Suite struct PyTorchVectorsTests {
  struct Vectors: Decodable {
    struct State: Decodable {
      /// By layer, `[B, H]` row by row.
      let hiddens, cells: [[Double]]
    }

    let vocabularySize: Int
    let embeddingSize: Int?
    let hiddenSizes: [Int]
    let steps, batchSize: Int
    /// `[T, B]`
    let tokens, targets: [Int32]
    let parameters, gradients: [String: [Double]]
    let initialState, lastState, initialStateGradients: State
    let lossNats: Double
    /// `[T, B, V]`
    let logits: [Double]

    init(_ name: String) throws {
      let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors")
      self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: folder.appending(path: "\(name).json")))
    }
  }

  /// Gates, logits and sums over T · B rows are a few dozen operations, each off by 2⁻²⁴ of its terms.
  private static let bound = 2e-6

  private func expectClose(_ ours: [Float], _ exact: [Double]?, _ what: String) {
    let deviation = Deviation(of: ours, from: exact ?? [])
    #expect(deviation.share <= Self.bound, "\(what): \(deviation)")
  }

  private func expectClose(_ ours: RecurrentState, _ exact: Vectors.State, _ what: String) {
    for layer in ours.hiddens.indices {
      expectClose(ours.hiddens[layer].values, exact.hiddens[layer], "\(what), h of layer \(layer)")
      expectClose(ours.cells[layer].values, exact.cells[layer], "\(what), c of layer \(layer)")
    }
  }

  private func model(_ vectors: Vectors) throws -> SequenceModel {
    try SequenceModel(
      ModelConfiguration(
        vocabularySize: vectors.vocabularySize, input: vectors.embeddingSize.map { .embedding(size: $0) } ?? .oneHot,
        hiddenSizes: vectors.hiddenSizes))
  }

  @Test(arguments: ["embedding", "one_hot"]) func logitsLossAndGradientsArePyTorchs(name: String) throws {
    let vectors = try Vectors(name)
    let model = try model(vectors)
    let parameters = ParameterVector(zeros: model.layout)
    for entry in model.layout.entries {
      let values = try #require(vectors.parameters[entry.name], "\(entry.name)")
      // PyTorch's two biases are added; the engine has the sum.
      let second = Self.secondBias(of: entry.name).flatMap { vectors.parameters[$0] }
      parameters[entry.handle].fill { Float(values[$0] + (second?[$0] ?? 0)) }
    }
    let team = ThreadTeam(threads: 2)
    let packed = PackedWeights(model: model, forTraining: true)
    packed.pack(parameters, of: model, on: team)
    var trace = SequenceTrace(
      model: model, steps: vectors.steps, batchSize: vectors.batchSize, forTraining: true)
    let state = RecurrentState(model: model, batchSize: vectors.batchSize)
    func start() {
      for layer in vectors.hiddenSizes.indices {
        state.hiddens[layer].fill { Float(vectors.initialState.hiddens[layer][$0]) }
        state.cells[layer].fill { Float(vectors.initialState.cells[layer][$0]) }
      }
    }

    start()
    let outputs = model.forward(
      .tokens(vectors.tokens), state: state, parameters: parameters, packed: packed, trace: &trace, on: team)
    let logits = Matrix(rows: vectors.tokens.count, columns: vectors.vocabularySize)
    model.outputs(of: outputs, into: logits, parameters: parameters, packed: packed, on: team)
    expectClose(logits.values, vectors.logits, "logits")

    start()
    let gradients = ParameterVector(zeros: model.layout)
    let loss = model.addGradients(
      .tokens(vectors.tokens), targets: .tokens(vectors.targets), state: state, parameters: parameters, packed: packed,
      trace: &trace, dropout: nil, into: gradients, on: team)
    #expect(abs(loss - vectors.lossNats) <= Self.bound * vectors.lossNats, "\(loss), exactly \(vectors.lossNats)")
    expectClose(state, vectors.lastState, "the state after the last step")
    expectClose(
      model.initialStateGradients(packed: packed, trace: trace), vectors.initialStateGradients, "the first state")
    for entry in model.layout.entries {
      let values = gradients[entry.handle].values
      expectClose(values, vectors.gradients[entry.name], entry.name)
      if let second = Self.secondBias(of: entry.name) { expectClose(values, vectors.gradients[second], second) }
    }
  }

  private static func secondBias(of name: String) -> String? {
    name.contains("bias_ih") ? name.replacing("bias_ih", with: "bias_hh") : nil
  }
}
