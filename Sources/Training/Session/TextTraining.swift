import Checkpoints
import Glibc
import Network
import TextEncoding
import Workers

/// A training on a text before its first step: the network and the plan that suit the text, the budget and the computer,
/// with all that its user chose.
public struct TextTraining {
  /// The budget of a training that has no other.
  public static let usualBudget = Budget.seconds(300)

  /// The network.
  public let model: SequenceModel
  /// The plan, fitted to the text.
  public let plan: TrainingPlan
  /// The plan before it was fitted: a short text makes batches smaller, and holds nothing out.
  public let wanted: TrainingPlan
  /// About how many steps there will be.
  public let expectedSteps: Int
  /// The characters that are trained on; the others are held out.
  public let trainingCharacters: Int
  /// The model that the training begins with, and its weights; nil for random ones.
  private let origin: (TrainingOrigin, ParameterVector)?

  /// A training on a text of so many characters.
  ///
  /// - vocabulary: the text's different characters.
  /// - power: what the budget comes to on the computer at hand.
  /// - network: what was chosen of the network.
  /// - choices: what was chosen of the training, its budget included.
  /// - Throws: `NetworkError`, and `TrainingError` where text and choices do not go together.
  public init(
    characters: Int, vocabulary: Vocabulary, power: ComputingPower, network: TextNetworkChoices, choices: PlanChoices
  ) throws {
    guard vocabulary.count > 1 else { throw TrainingError.oneUnit(name: vocabulary.name(of: 0)) }
    let window = network.window
    var recipe = Recipe(
      characters: characters, vocabularySize: vocabulary.count, teraFLOP: power.teraFLOP, window: window)
    let unregularized = try SequenceModel(network.configuration(vocabularySize: vocabulary.count, recipe: recipe))
    // The examples of a step where the text is long enough for such batches.
    let examples =
      choices.batchSize(usual: recipe.batchSize)
      * (window == nil ? choices.sequenceLength ?? recipe.sequenceLength : 1)
    let multiplyAdds = unregularized.multiplyAddsPerExample
    expectedSteps = Self.expectedSteps(
      choices.budget ?? Self.usualBudget, power, multiplyAdds: multiplyAdds, examples: examples, characters: characters)
    // What the steps come to may be another arithmetic than that which the model was chosen for.
    recipe.setRegularization(
      characters: characters,
      teraFLOP: Recipe.teraFLOP(steps: expectedSteps, multiplyAdds: multiplyAdds, examples: examples)
        / Double(window ?? 1))
    model = try SequenceModel(network.configuration(vocabularySize: vocabulary.count, recipe: recipe))
    wanted = try choices.plan(
      usual: UsualPlan(
        batchSize: recipe.batchSize, sequenceLength: window ?? recipe.sequenceLength,
        validationFraction: Self.validationFraction(of: characters, window: window), learningRate: recipe.learningRate,
        weightDecay: recipe.weightDecay, gradientMemory: Recipe.gradientMemory,
        warmUpSteps: Recipe.warmUpSteps(steps: expectedSteps), endsWhenTurned: true))
    var fitted = wanted
    try fitted.fit(toCharacters: characters, window: window)
    plan = fitted
    trainingCharacters = TextExamples.trainingTokens(of: characters, validationFraction: fitted.validationFraction)
    origin = nil
  }

  /// A training that teaches a text to a model which has learnt from other texts.
  ///
  /// - base: the model. The network is its own, but for the vocabulary and what was chosen of dropout.
  /// - name: the model's name, for the record.
  /// - vocabulary: all tokens of the model and of the text.
  /// - Throws: `NetworkError`, and `TrainingError` where the text and the choices do not go together.
  public init(
    from base: TextCheckpoint, named name: String, characters: Int, vocabulary: Vocabulary, power: ComputingPower,
    network: TextNetworkChoices, choices: PlanChoices
  ) throws {
    var configuration = base.model.configuration
    let origins = Self.origins(of: vocabulary, in: base.tokenizer.vocabulary)
    configuration.setVocabulary(origins: origins)
    configuration.dropout = network.stack.dropout ?? Adaptation.dropout
    configuration.recurrentDropout = network.stack.recurrentDropout ?? 0
    let window = configuration.window
    model = try SequenceModel(configuration)
    let examples =
      choices.batchSize(usual: Adaptation.batchSize)
      * (window == nil ? choices.sequenceLength ?? Adaptation.sequenceLength : 1)
    let steps = Self.expectedSteps(
      choices.budget ?? Self.usualBudget, power, multiplyAdds: model.multiplyAddsPerExample, examples: examples,
      characters: characters)
    let isTimed = if case .seconds = choices.budget ?? Self.usualBudget { true } else { false }
    let most = Adaptation.mostSteps(stepsPerPass: max(1, characters / examples))
    expectedSteps = isTimed ? min(steps, most) : steps
    wanted = try choices.plan(
      usual: UsualPlan(
        batchSize: Adaptation.batchSize, sequenceLength: window ?? Adaptation.sequenceLength,
        validationFraction: Self.validationFraction(of: characters, window: window),
        learningRate: Adaptation.learningRate, weightDecay: Adaptation.weightDecay,
        gradientMemory: Recipe.gradientMemory,
        warmUpSteps: Recipe.warmUpSteps(steps: expectedSteps), endsWhenTurned: true))
    var fitted = wanted
    try fitted.fit(toCharacters: characters, window: window)
    plan = fitted
    trainingCharacters = TextExamples.trainingTokens(of: characters, validationFraction: fitted.validationFraction)
    origin = (TrainingOrigin(name: name), model.parameters(from: base.model, base.parameters, origins: origins))
  }

  /// Where the weights of each token come from. A character that the base lacks begins as one that is used alike, at the
  /// frequency that the text has.
  private static func origins(of vocabulary: Vocabulary, in base: Vocabulary) -> [TokenOrigin] {
    let counts = vocabulary.counts
    return counts.indices.map { token in
      switch base.kin(of: TokenID(token), in: vocabulary) {
      case .same(let id): return .token(Int(id))
      case .related(let id):
        let relative = vocabulary.id(ofBytes: base.bytes(of: id)).map { counts[Int($0)] } ?? 0
        return .relative(Int(id), biasShift: Float(log((Double(counts[token]) + 1) / (Double(relative) + 1))))
      case .stranger: return .mean
      }
    }
  }

  private static func expectedSteps(
    _ budget: Budget, _ power: ComputingPower, multiplyAdds: Int, examples: Int, characters: Int
  ) -> Int {
    let stepsPerPass = max(1, characters / examples)
    switch budget {
    case .steps(let steps): return steps
    case .epochs(let epochs): return max(1, epochs * stepsPerPass)
    case .seconds:
      let steps = Recipe.expectedSteps(teraFLOP: power.teraFLOP, multiplyAdds: multiplyAdds, examples: examples)
      return min(steps, Recipe.mostSteps(characters: characters, stepsPerPass: stepsPerPass))
    }
  }

  /// The fraction of `count` characters to hold out: a long text's tenth takes longer to evaluate than it tells.
  ///
  /// A window is read for each character, so that those are fewer; but fewer than a thousand would say little.
  private static func validationFraction(of count: Int, window: Int?) -> Double {
    min(0.1, max(1000, 250_000 / Double(window ?? 1)) / Double(max(count, 1)))
  }

  /// The trainer at its first step.
  ///
  /// - corpus: the text that the training was made for.
  /// - memoryBytes: what the computer has.
  /// - workers: the processes that share the training.
  /// - Throws: `tooLarge`, `fewerPartsThanProcesses`.
  public func trainer(
    tokenizer: Tokenizer, corpus: TokenizedCorpus, threads: Int, memoryBytes: Double,
    workers: any Communicator = Alone()
  ) throws(TrainingError) -> TextTrainer {
    try plan.checkParts(processes: workers.count)
    try TextTrainer.checkMemory(model: model, plan: plan, memoryBytes: memoryBytes, processes: workers.count)
    guard let (origin, parameters) = origin else {
      return TextTrainer(
        model: model, tokenizer: tokenizer, corpus: corpus, plan: plan, threads: threads, workers: workers)
    }
    let source = TextExamples(
      tokenizer: tokenizer, corpus: corpus, plan: plan, window: model.configuration.window)
    return TextTrainer(
      model: model, from: origin, parameters, source: source, plan: plan, threads: threads, workers: workers)
  }

  /// The trainer where a checkpoint left off.
  ///
  /// - corpus: the text that the training began with.
  /// - memoryBytes: what the computer has.
  /// - workers: the processes that share the training; as many as before, or others.
  /// - Throws: `tooLarge`, `fewerPartsThanProcesses`, and what resuming throws.
  public static func trainer(
    resuming checkpoint: TextCheckpoint, corpus: TokenizedCorpus, threads: Int, memoryBytes: Double,
    workers: any Communicator = Alone()
  ) throws -> TextTrainer {
    let plan = try TrainingRecord(of: checkpoint).plan
    try plan.checkParts(processes: workers.count)
    try TextTrainer.checkMemory(
      model: checkpoint.model, plan: plan, memoryBytes: memoryBytes, processes: workers.count)
    return try TextTrainer(resuming: checkpoint, corpus: corpus, threads: threads, workers: workers)
  }
}
