import ArgumentParser
import Network
import TextEncoding
import Training

/// The network's shape.
struct ModelOptions: ParsableArguments {
  @Option(help: "How characters enter the network. (default: embedding)")
  var inputEncoding: InputChoice?

  @Option(
    help: ArgumentHelp("The length of the vector that is learnt for each character. (default: 64)", valueName: "n"))
  var embeddingSize: Int?

  @OptionGroup var stack: StackOptions

  @Option(
    help: ArgumentHelp(
      "Predict each character from the n characters before it alone.", valueName: "n"))
  var window: Int?

  /// The first option that asks for something else than a training began with.
  func changedOption(from configuration: ModelConfiguration) -> String? {
    let wanted = NetworkInput.tokens(vocabularySize: configuration.vocabularySize, encoding: encoding)
    if inputEncoding != nil || embeddingSize != nil, wanted != configuration.input {
      return embeddingSize == nil ? "--input-encoding" : "--embedding-size"
    }
    if window != nil && window != configuration.window { return "--window" }
    return stack.changedOption(from: configuration)
  }

  func validate() throws {
    if inputEncoding == .oneHot && embeddingSize != nil {
      throw ValidationError("--embedding-size needs --input-encoding embedding")
    }
    // Before a long text is read.
    do {
      try configuration(vocabularySize: 2, recipe: Recipe(characters: 1, teraFLOP: 1)).validate()
    } catch {
      throw ValidationError(Failure.line(for: error))
    }
  }

  private var encoding: TokenEncoding { inputEncoding == .oneHot ? .oneHot : .embedding(size: embeddingSize ?? 64) }

  func configuration(vocabularySize: Int, recipe: Recipe) -> ModelConfiguration {
    ModelConfiguration(
      input: .tokens(vocabularySize: vocabularySize, encoding: encoding),
      layers: stack.layers(usual: [recipe.hiddenSize], cell: recipe.cell),
      readout: window.map { .lastStep(window: $0) } ?? .everyStep, output: .softmax(classes: vocabularySize),
      dropout: stack.dropout ?? recipe.dropout,
      recurrentDropout: stack.recurrentDropout ?? (stack.dropout == nil ? recipe.recurrentDropout : 0))
  }
}

/// How a text is learnt.
struct TrainingOptions: ParsableArguments {
  @OptionGroup var loop: LoopOptions

  @Option(
    help: ArgumentHelp(
      "The number of characters that gradients reach back. (default: 64; 128 for longer trainings)", valueName: "n"))
  var sequenceLength: Int?

  @Option(
    help: ArgumentHelp(
      "Fraction of the text held out, from its end. (default: 0.1, at most 250000 characters, fewer for long windows)",
      valueName: "fraction"))
  var validation: Double?

  /// The first option that asks for something else than a training began with.
  func changedOption(from plan: TrainingPlan) -> String? {
    if let sequenceLength, sequenceLength != plan.sequenceLength { return "--sequence-length" }
    if let validation, validation != plan.validationShare { return "--validation" }
    return loop.changedOption(from: plan)
  }

  func check(resuming: Bool) throws {
    if let sequenceLength, !(1...1_000_000_000).contains(sequenceLength) {
      throw ValidationError("--sequence-length has to be from 1 to 1000000000")
    }
    if let validation, !(validation >= 0 && validation <= 0.9) {
      throw ValidationError("--validation has to be from 0 to 0.9")
    }
    try loop.check(resuming: resuming)
  }

  /// The fraction of `count` characters to hold out: a long text's tenth takes longer to evaluate than it tells.
  ///
  /// A window is read for each character, so that those are fewer; but fewer than a thousand would say little.
  func validationShare(of count: Int, window: Int?) -> Double {
    validation ?? min(0.1, max(1000, 250_000 / Double(window ?? 1)) / Double(max(count, 1)))
  }

  /// - expectedSteps: about how many steps there will be.
  func plan(rngSeed: UInt64, count: Int, window: Int?, recipe: Recipe, expectedSteps: Int) throws -> TrainingPlan {
    var plan = try loop.plan(
      rngSeed: rngSeed,
      usual: UsualLoop(
        batchSize: recipe.batchSize, learningRate: recipe.learningRate, weightDecay: recipe.weightDecay,
        gradientMemory: Recipe.gradientMemory, warmUpSteps: Recipe.warmUpSteps(steps: expectedSteps)))
    plan.validationShare = validationShare(of: count, window: window)
    plan.sequenceLength = window ?? sequenceLength ?? recipe.sequenceLength
    return plan
  }
}

/// How bytes become characters.
struct TextOptions: ParsableArguments {
  @Option(help: "What a character is. (default: grapheme)")
  var unit: TextUnit?

  @Option(help: "Unicode normalisation. (default: nfc)")
  var normalization: Normalization?

  @Option(help: ArgumentHelp("The text's charset, such as KOI8-R. (default: auto)", valueName: "name"))
  var charset: String?

  @Option(help: "What to do with malformed bytes: stop, or put U+FFFD in their place.")
  var malformed: MalformedBytes = .error

  @Option(
    help: ArgumentHelp(
      "Treat characters that occur fewer times than this as one unknown character. (default: 1)", valueName: "n"))
  var minCount: Int?

  @Flag(help: "Keep the line ends CRLF, CR, NEL and U+2028 instead of replacing them by LF.")
  var keepLineEnds = false

  func check() throws {
    if let minCount, minCount < 1 { throw ValidationError("--min-count has to be at least 1") }
    guard unit == .byte else { return }
    if normalization != nil { throw ValidationError("--normalization has no meaning with --unit byte") }
    if charsetName != nil { throw ValidationError("--charset has no meaning with --unit byte") }
  }

  /// The first option that asks for something else than a training began with.
  func changedOption(from tokenizer: Tokenizer) -> String? {
    if let unit, unit != tokenizer.unit { return "--unit" }
    if let normalization, normalization != tokenizer.normalization { return "--normalization" }
    if keepLineEnds && tokenizer.lineEnds == .unified { return "--keep-line-ends" }
    return (minCount ?? 1) > 1 && tokenizer.vocabulary.unknownID == nil ? "--min-count" : nil
  }

  /// What has to be said again to read the text as it was read: a checkpoint does not hold it.
  var readingArguments: [String] {
    (charset.map { ["--charset", $0] } ?? []) + (malformed == .error ? [] : ["--malformed", malformed.rawValue])
  }

  var charsetName: String? { charset == "auto" ? nil : charset }

  var corpusOptions: CorpusOptions {
    CorpusOptions(
      unit: unit ?? .grapheme, normalization: unit == .byte ? .none : normalization ?? .nfc,
      lineEnds: keepLineEnds || unit == .byte ? .kept : .unified, charset: charsetName, malformed: malformed,
      minimumCount: minCount ?? 1)
  }
}

/// Where to and how loud.
struct TrainOutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file of the checkpoint. (default: checkpoints/<corpus name>.safetensors)", valueName: "file"))
  var output: String?

  @Flag(help: "Go on training the checkpoint that exists.")
  var resume = false

  @Flag(help: "Replace the checkpoint that exists.")
  var force = false

  @Option(
    help: ArgumentHelp("The time between two saves, such as 5m.", valueName: "time"), transform: TimeBudget.init(text:))
  var checkpointEvery = TimeBudget(seconds: 60)

  @Flag(help: "Say what would be trained, and for how long; train nothing.")
  var dryRun = false

  @Flag(help: "Write one JSON object for each event to stdout.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print warnings and errors only.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Print more about the text and the model.")
  var verbose = false
}
