import Kernels
import Network
import Testing

/// A model of another vocabulary that computes what the model does which it comes from.
@Suite struct VocabularyTransferTests {
  private func model(_ vocabularySize: Int, _ encoding: TokenEncoding) throws -> SequenceModel {
    try SequenceModel(
      ModelConfiguration(vocabularySize: vocabularySize, input: encoding, hiddenSizes: [5, 3], dropout: 0))
  }

  /// The outputs of all steps for tokens, `[T, V]`.
  private func outputs(_ model: SequenceModel, _ parameters: ParameterVector, _ tokens: [Int32]) -> Matrix {
    let pass = Pass(LoadedModel(model, parameters, threads: 1), steps: tokens.count, streams: 1)
    let result = Matrix(rows: tokens.count, columns: model.configuration.vocabularySize)
    pass.outputs(of: pass.forward(.tokens(tokens)), into: result)
    return result
  }

  @Test(arguments: [TokenEncoding.oneHot, .embedding(size: 4)])
  func knownTokensKeepTheirWeights(encoding: TokenEncoding) throws {
    let (old, new) = try (model(3, encoding), model(5, encoding))
    var generator = Philox(seed: 3)
    let parameters = ParameterVector(initialized: old.layout, using: &generator)
    parameters[old.head.bias].fill { Float($0) / 4 }
    // The old tokens 0, 1, 2 have become 1, 2, 4; token 0 is like old 2, and token 3 like none.
    let origins: [TokenOrigin] = [.relative(2, biasShift: 0.75), .token(0), .token(1), .mean, .token(2)]
    let moved = new.parameters(from: old, parameters, origins: origins)
    let before = outputs(old, parameters, [0, 2, 1, 1, 2])
    let after = outputs(new, moved, [1, 4, 2, 2, 4])
    for t in 0..<5 {
      for (new, old) in [(1, 0), (2, 1), (4, 2)] { #expect(after[t, new] == before[t, old], "step \(t)") }
      #expect(abs(after[t, 0] - before[t, 2] - 0.75) < 1e-6, "step \(t)")
      // The mean of the rows gives the mean of the outputs, up to rounding.
      let mean = (before[t, 0] + before[t, 1] + before[t, 2]) / 3
      #expect(abs(after[t, 3] - mean) < 1e-6, "step \(t)")
    }
    // A relative is read as the token it is like.
    #expect(outputs(new, moved, [1, 0, 2]).values == outputs(new, moved, [1, 4, 2]).values)
  }
}
