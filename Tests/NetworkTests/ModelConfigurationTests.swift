import Foundation
import Kernels
import Network
import Testing

@Suite struct ModelConfigurationTests {
  @Test func layoutCarriesPyTorchsNamesAndShapes() throws {
    let model = try SequenceModel(
      ModelConfiguration(vocabularySize: 7, input: .embedding(size: 3), hiddenSizes: [5, 4]))
    let expected: [(String, [Int])] = [
      ("embedding.weight", [7, 3]), ("lstm.weight_ih_l0", [20, 3]), ("lstm.weight_hh_l0", [20, 5]),
      ("lstm.bias_ih_l0", [20]), ("lstm.weight_ih_l1", [16, 5]), ("lstm.weight_hh_l1", [16, 4]),
      ("lstm.bias_ih_l1", [16]), ("decoder.weight", [7, 4]), ("decoder.bias", [7]),
    ]
    #expect(model.layout.entries.map(\.name) == expected.map(\.0))
    #expect(model.layout.entries.map(\.shape) == expected.map(\.1))
    #expect(model.layout.count == expected.reduce(0) { $0 + $1.1.reduce(1, *) })
  }

  @Test func layoutOfBothDirectionsAndOfVariants() throws {
    func entries(_ layers: [LayerConfiguration], window: Int?) throws -> [String: [Int]] {
      let model = try SequenceModel(
        ModelConfiguration(
          input: .features(size: 3), layers: layers, readout: window.map { .lastStep(window: $0) } ?? .everyStep,
          output: .linear(size: 2)))
      return Dictionary(uniqueKeysWithValues: model.layout.entries.map { ($0.name, $0.shape) })
    }
    #expect(
      try entries([.init(hiddenSize: 5, isBidirectional: true), .init(hiddenSize: 4)], window: 6) == [
        "lstm.weight_ih_l0": [20, 3], "lstm.weight_hh_l0": [20, 5], "lstm.bias_ih_l0": [20],
        "lstm.weight_ih_l0_reverse": [20, 3], "lstm.weight_hh_l0_reverse": [20, 5], "lstm.bias_ih_l0_reverse": [20],
        "lstm.weight_ih_l1": [16, 10], "lstm.weight_hh_l1": [16, 4], "lstm.bias_ih_l1": [16],
        "decoder.weight": [2, 4], "decoder.bias": [2],
      ])
    var variant = CellVariant()
    (variant.forgetGate, variant.hasPeepholes) = (.coupled, true)
    #expect(
      try entries([.init(hiddenSize: 5, variant: variant)], window: nil) == [
        "lstm.weight_ih_l0": [15, 3], "lstm.weight_hh_l0": [15, 5], "lstm.bias_ih_l0": [15],
        "lstm.peephole_l0": [2, 5], "decoder.weight": [2, 5], "decoder.bias": [2],
      ])
    let full = try #require(CellVariant.named.first { $0.name == "full-gate-recurrence" }?.variant)
    #expect(try entries([.init(hiddenSize: 5, variant: full)], window: nil)["lstm.weight_gates_l0"] == [15, 15])
  }

  @Test func networksThatMakeNoSenseAreRefused() {
    var coupled = CellVariant()
    (coupled.forgetGate, coupled.hasInputGate) = (.coupled, false)
    var full = CellVariant()
    (full.hasFullGateRecurrence, full.hasOutputGate) = (true, false)
    func error(_ layer: LayerConfiguration, recurrentDropout: Float = 0) -> NetworkError? {
      let configuration = ModelConfiguration(
        input: .features(size: 1), layers: [layer], output: .linear(size: 1), recurrentDropout: recurrentDropout)
      do throws(NetworkError) {
        try configuration.validate()
        return nil
      } catch { return error }
    }
    #expect(error(.init(hiddenSize: 2)) == nil)
    #expect(error(.init(hiddenSize: 2, isBidirectional: true)) == .bidirectionalStream)
    #expect(error(.init(hiddenSize: 2, variant: coupled)) == .coupledToNothing)
    #expect(error(.init(hiddenSize: 2, variant: full)) == .fullGateRecurrenceWithoutGates)
    #expect(error(.init(hiddenSize: 2), recurrentDropout: 1) == .recurrentDropout(1))
  }

  @Test(arguments: [
    (0, [1], Float(0), NetworkError.size(name: "vocabulary size", value: 0, allowed: 1...65_536)),
    (3, [], 0, .size(name: "the number of layers", value: 0, allowed: 1...64)),
    (3, [4, 0], 0, .size(name: "hidden size", value: 0, allowed: 1...16_384)),
    (3, [4], 1, .dropout(1)),
  ])
  func impossibleNetworksAreRefused(vocabularySize: Int, sizes: [Int], dropout: Float, error: NetworkError) {
    let configuration = ModelConfiguration(
      vocabularySize: vocabularySize, input: .oneHot, hiddenSizes: sizes, dropout: dropout)
    #expect(throws: error) { try SequenceModel(configuration) }
  }

  private static let variant =
    #""variant":{"forgetGate":"own","hasFullGateRecurrence":false,"hasInputGate":true,"hasOutputGate":true,"#
    + #""hasPeepholes":false,"inputActivation":"tanh","outputActivation":"tanh"}"#

  @Test(arguments: [
    (CellKind.gated(CellVariant()), #"{"hiddenSize":6,"isBidirectional":true,"# + variant + "}"),
    (
      .normalized(CellVariant()), #"{"hiddenSize":6,"isBidirectional":true,"isNormalized":true,"# + variant + "}"
    ),
    (
      .projected(CellVariant(), size: 4),
      #"{"hiddenSize":6,"isBidirectional":true,"projectionSize":4,"# + variant + "}"
    ),
  ])
  func kindsOfCellsStandBesideTheLayersOwnProperties(kind: CellKind, json: String) throws {
    let layer = LayerConfiguration(hiddenSize: 6, cell: kind, isBidirectional: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(String(decoding: try encoder.encode(layer), as: UTF8.self) == json)
    #expect(try JSONDecoder().decode(LayerConfiguration.self, from: Data(json.utf8)) == layer)
  }

  @Test func normalisedCellsWithAProjectionAreNotRead() {
    let json = #"{"hiddenSize":6,"isBidirectional":false,"isNormalized":true,"projectionSize":4,"# + Self.variant + "}"
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(LayerConfiguration.self, from: Data(json.utf8)) }
  }
}
