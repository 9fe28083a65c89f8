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
}
