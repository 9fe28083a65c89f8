import Foundation
import Kernels
import Network
import Testing

/// The engine against what PyTorch computed; `Vectors/make_vectors.py` makes the files.
@Suite struct PyTorchVectorsTests {
  struct Vectors: Decodable {
    struct State: Decodable {
      /// By layer and direction, `[B, P]` and `[B, H]` row by row.
      let hiddens, cells: [[Double]]
    }

    let vocabularySize: Int
    let embeddingSize: Int?
    let hiddenSizes: [Int]
    let projectionSize: Int?
    let isBidirectional: Bool?
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

  /// Gates, logits and sums over T · B rows are a few dozen operations, each off by 2⁻²⁴ of its terms; a second direction
  /// doubles the operations, and only the last step's loss is left of which the gradients are a fraction.
  private static func bound(_ vectors: Vectors) -> Double { vectors.isBidirectional == true ? 4e-6 : 2e-6 }

  private func expectClose(_ ours: [Float], _ exact: [Double]?, _ bound: Double, _ what: String) {
    let deviation = Deviation(of: ours, from: exact ?? [])
    #expect(deviation.fraction <= bound, "\(what): \(deviation)")
  }

  private func expectClose(_ ours: RecurrentState, _ exact: Vectors.State, _ bound: Double, _ what: String) {
    for index in ours.hiddens.indices {
      expectClose(ours.hiddens[index].values, exact.hiddens[index], bound, "\(what), h of direction \(index)")
      expectClose(ours.cells[index].values, exact.cells[index], bound, "\(what), c of direction \(index)")
    }
  }

  private func model(_ vectors: Vectors) throws -> SequenceModel {
    let (count, isBidirectional) = (vectors.vocabularySize, vectors.isBidirectional ?? false)
    return try SequenceModel(
      ModelConfiguration(
        input: .tokens(
          vocabularySize: count, encoding: vectors.embeddingSize.map { .embedding(size: $0) } ?? .oneHot),
        layers: vectors.hiddenSizes.map { size in
          LayerConfiguration(
            hiddenSize: size,
            cell: vectors.projectionSize.map { .projected(CellVariant(), size: $0) } ?? .gated(CellVariant()),
            isBidirectional: isBidirectional)
        }, readout: isBidirectional ? .lastStep(window: vectors.steps) : .everyStep,
        output: .softmax(classes: count)))
  }

  @Test(arguments: ["embedding", "one_hot", "projection", "bidirectional", "bidirectional_projection"])
  func logitsLossAndGradientsArePyTorchs(name: String) throws {
    let vectors = try Vectors(name)
    let (model, bound) = (try model(vectors), Self.bound(vectors))
    let parameters = ParameterVector(zeros: model.layout)
    for entry in model.layout.entries {
      let values = try #require(vectors.parameters[entry.name], "\(entry.name)")
      // PyTorch's two biases are added; the engine has the sum.
      let second = Self.secondBias(of: entry.name).flatMap { vectors.parameters[$0] }
      parameters[entry.handle].fill { Float(values[$0] + (second?[$0] ?? 0)) }
    }
    let trainee = TrainableModel(model, parameters, threads: 2)
    func start(_ state: RecurrentState) {
      for layer in vectors.initialState.cells.indices {
        state.hiddens[layer].fill { Float(vectors.initialState.hiddens[layer][$0]) }
        state.cells[layer].fill { Float(vectors.initialState.cells[layer][$0]) }
      }
    }

    let reading = Pass(trainee.loaded, steps: vectors.steps, streams: vectors.batchSize)
    start(reading.state)
    let logits = Matrix(rows: vectors.targets.count, columns: vectors.vocabularySize)
    reading.outputs(of: reading.forward(.tokens(vectors.tokens)), into: logits)
    expectClose(logits.values, vectors.logits, bound, "logits")

    let learning = TrainingPass(trainee, steps: vectors.steps, streams: vectors.batchSize)
    start(learning.state)
    let loss = learning.addGradients(
      .tokens(vectors.tokens), targets: .tokens(vectors.targets), dropout: nil)
    #expect(abs(loss - vectors.lossNats) <= bound * vectors.lossNats, "\(loss), exactly \(vectors.lossNats)")
    expectClose(learning.state, vectors.lastState, bound, "the state after the last step")
    expectClose(learning.initialStateGradients(), vectors.initialStateGradients, bound, "the first state")
    for entry in model.layout.entries {
      let values = trainee.gradients[entry.handle].values
      expectClose(values, vectors.gradients[entry.name], bound, entry.name)
      if let second = Self.secondBias(of: entry.name) { expectClose(values, vectors.gradients[second], bound, second) }
    }
  }

  private static func secondBias(of name: String) -> String? {
    name.contains("bias_ih") ? name.replacing("bias_ih", with: "bias_hh") : nil
  }
}
