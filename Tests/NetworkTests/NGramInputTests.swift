import Kernels
import Network
import Testing

/// What n-grams read, which of their rows a step changes, and what other tokens stand for in them.
@Suite struct NGramInputTests {
  private static let configuration = ModelConfiguration(
    vocabularySize: 4, input: .ngrams(size: 3, longest: 3, rows: 50), hiddenSizes: [6])

  private func table(of model: SequenceModel) throws -> ParameterHandle {
    try #require(model.nGramInput).table
  }

  /// A trainee whose rows of n-grams are not zero.
  private func trainee(_ configuration: ModelConfiguration = configuration) throws -> TrainableModel {
    let model = try SequenceModel(configuration)
    var generator = Philox(seed: 8)
    let parameters = ParameterVector(initialized: model.layout, using: &generator)
    parameters[try table(of: model)].fill { _ in generator.nextUniform(bound: 1) }
    return TrainableModel(model, parameters, threads: 1)
  }

  /// What the cells say after each token of one stream.
  private func outputs(_ trainee: TrainableModel, _ tokens: [Int32], state: RecurrentState? = nil) -> Matrix {
    let pass = Pass(trainee.loaded, steps: tokens.count, streams: 1)
    if let state { pass.state = state }
    let hiddens = pass.forward(.tokens(tokens))
    let result = Matrix(rows: hiddens.rows, columns: hiddens.columns)
    result.assign(hiddens)
    return result
  }

  @Test func rowsBeginAsZeros() throws {
    let model = try SequenceModel(Self.configuration)
    var generator = Philox(seed: 8)
    let parameters = ParameterVector(initialized: model.layout, using: &generator)
    #expect(parameters[try table(of: model)].values.allSatisfy { $0 == 0 })
    #expect(parameters.row.values.contains { $0 != 0 })
  }

  /// Forget gates that are shut leave the token and what precedes it: two tokens, no more and no less.
  @Test func aTokenIsReadWithTheTwoBeforeIt() throws {
    let trainee = try trainee()
    let (parameters, model) = (trainee.parameters, trainee.model)
    parameters[model.layers[0].directions[0].bias].columns(6..<12).fill(-100)
    parameters[model.layers[0].directions[0].recurrentWeight].fill(0)
    trainee.weightsChanged()
    let last = outputs(trainee, [0, 1, 2, 3]).rows(3..<4).values
    #expect(outputs(trainee, [3, 3, 1, 2, 3]).rows(4..<5).values == last)
    #expect(outputs(trainee, [0, 2, 2, 3]).rows(3..<4).values != last)
    #expect(outputs(trainee, [0, 1, 1, 3]).rows(3..<4).values != last)
  }

  @Test func aStreamThatBeginsAnewForgetsItsTokens() throws {
    let trainee = try trainee()
    let state = RecurrentState(model: trainee.model, batchSize: 1)
    let first = outputs(trainee, [2, 1], state: state).values
    #expect(state.parts.contains { $0.name == "preceding_tokens" && $0.values.values == [2, 3] })
    #expect(outputs(trainee, [2, 1], state: state).values != first)
    state.reset(stream: 0)
    #expect(outputs(trainee, [2, 1], state: state).values == first)
  }

  /// Gradients stand in the rows read and nowhere else, in however many passes, until they are cleared.
  @Test func aStepIsAboutTheRowsThatItReads() throws {
    let trainee = try trainee()
    let table = try table(of: trainee.model)
    let pass = TrainingPass(trainee, steps: 2, streams: 1)
    for tokens: [Int32] in [[0, 1], [0, 2]] {
      pass.state.reset()
      _ = pass.addGradients(.tokens(tokens), targets: .tokens([3, 3]), dropout: nil)
    }
    let parts = pass.gradientParts
    #expect(parts.always.map(\.count) == [12, trainee.model.layout.count - 12 - 150])
    // Two n-grams at each of the places: those of the first token are the same in both passes.
    #expect((4...6).contains(parts.rows.count) && Set(parts.rows).count == parts.rows.count)
    let (gradients, rows) = (trainee.gradients.row.values, Set(parts.rows.joined()))
    for index in table.offset..<table.offset + table.count where !rows.contains(index) {
      #expect(gradients[index] == 0)
    }
    for row in parts.rows { #expect(gradients[row].contains { $0 != 0 }) }
    pass.clearGradients()
    #expect(trainee.gradients.row.values.allSatisfy { $0 == 0 })
    #expect(pass.gradientParts.rows.isEmpty)
  }

  /// A new token that is like an old one is read as that one, before other tokens and after them; a stranger is not.
  @Test func relativesStandForTheSameInNGrams() throws {
    let old = try trainee()
    var configuration = Self.configuration
    let origins: [TokenOrigin] = [.mean, .token(0), .token(1), .relative(1, biasShift: 0), .token(2), .token(3), .mean]
    configuration.setVocabulary(origins: origins)
    let model = try SequenceModel(configuration)
    let new = TrainableModel(
      model, model.parameters(from: old.model, old.parameters, origins: origins), threads: 1)
    let before = outputs(old, [0, 1, 3, 1]).values
    #expect(outputs(new, [1, 2, 5, 2]).values == before)
    #expect(outputs(new, [1, 3, 5, 3]).values == before)
    guard case .tokens(7, .ngrams(_, _, _, let numbers)) = configuration.input else {
      Issue.record("not the input of seven tokens")
      return
    }
    #expect(numbers == [4, 0, 1, 1, 2, 3, 5])
    configuration.setVocabulary(origins: [.token(6), .token(3), .mean])
    #expect(
      configuration.input
        == .tokens(
          vocabularySize: 3, encoding: .ngrams(size: 3, longest: 3, rows: 50, numbers: [5, 1, 6])))
  }

  @Test(arguments: [
    TokenEncoding.ngrams(size: 0, longest: 3, rows: 5), .ngrams(size: 3, longest: 1, rows: 5),
    .ngrams(size: 3, longest: 17, rows: 5), .ngrams(size: 3, longest: 3, rows: 0),
    .ngrams(size: 3, longest: 3, rows: 5, numbers: [0, 1, 2]),
    .ngrams(size: 3, longest: 3, rows: 5, numbers: [0, 1, 2, -1]),
  ])
  func whatCannotBeBuiltIsRefused(encoding: TokenEncoding) {
    #expect(throws: NetworkError.self) {
      try ModelConfiguration(vocabularySize: 4, input: encoding, hiddenSizes: [6]).validate()
    }
  }
}
