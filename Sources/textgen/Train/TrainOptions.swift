import ArgumentParser
import Network
import TextEncoding
import Training

/// The model that a training begins with.
struct OriginOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Begin with what another model knows: a file, or a name such as english. The model's size and cells stay.",
      valueName: "model"))
  var from: String?

  /// The model's file, where one was named.
  var path: String? { from.map { CheckpointFolder.path(ofModel: $0) } }
}

/// The network's shape.
struct ModelOptions: ParsableArguments, OptionTable {
  @Option(help: "How characters enter the network. (default: embedding)")
  var inputEncoding: InputChoice?

  @Option(
    help: ArgumentHelp(
      "The length of the vector that is learnt for each character. (default: 64; 32 with n-grams)", valueName: "n"))
  var embeddingSize: Int?

  @Option(
    help: ArgumentHelp(
      "Learn a vector for the last two, three ... n characters too, which the network reads with each character; 1 for none. (default: 5 where the text is read a few times, else 1)",
      valueName: "n"))
  var ngrams: Int?

  @Option(
    help: ArgumentHelp(
      "The number of vectors that n-grams share. (default: 65536, fewer for short texts)", valueName: "n"))
  var ngramRows: Int?

  @OptionGroup var stack: StackOptions

  @Option(
    help: ArgumentHelp(
      "Predict each character from the n characters before it alone.", valueName: "n"))
  var window: Int?

  func rows(beside configuration: ModelConfiguration?) -> [OptionRow] {
    let recorded = configuration?.input.encoding
    return [
      OptionRow("--input-encoding", inputEncoding, recorded: recorded.map { $0 == .oneHot ? .oneHot : .embedding }),
      OptionRow("--embedding-size", embeddingSize, recorded: recorded == .oneHot ? nil : configuration?.input.size),
      OptionRow("--ngrams", ngrams, recorded: recorded.map { $0.longestNGram }, in: 1...16),
      OptionRow("--ngram-rows", ngramRows, recorded: recorded?.nGramRows, in: 1...1 << 24),
      OptionRow("--window", window, recorded: configuration?.window),
    ] + stack.rows(beside: configuration)
  }

  func validate() throws {
    try checkRanges()
    if inputEncoding == .oneHot {
      let options: [(name: String, isGiven: Bool)] = [
        ("--embedding-size", embeddingSize != nil), ("--ngrams", ngrams ?? 1 > 1), ("--ngram-rows", ngramRows != nil),
      ]
      if let (name, _) = options.first(where: \.isGiven) {
        throw ValidationError("\(name) needs --input-encoding embedding")
      }
    }
    if ngrams == 1 && ngramRows != nil { throw ValidationError("--ngram-rows needs --ngrams of 2 or more") }
    // Before a long text is read; with the largest layers, since their size is not known yet.
    do {
      let largest = Recipe(characters: 1_000_000_000, vocabularySize: 2, teraFLOP: 1e6)
      try choices.configuration(vocabularySize: 2, recipe: largest).validate()
    } catch {
      throw ValidationError(Failure.line(for: error))
    }
  }

  private var input: InputChoices {
    var choices = InputChoices()
    choices.isOneHot = inputEncoding == .oneHot
    (choices.embeddingSize, choices.longestNGram, choices.nGramRows) = (embeddingSize, ngrams, ngramRows)
    return choices
  }

  /// The first option that another model contradicts, which a training is to begin with: dropout alone may be another.
  func contradiction(of configuration: ModelConfiguration) -> String? {
    changedOption(from: configuration, besides: ["--dropout", "--recurrent-dropout"])
  }

  /// What was chosen.
  var choices: TextNetworkChoices {
    var choices = TextNetworkChoices()
    (choices.input, choices.window, choices.stack) = (input, window, stack.choices)
    return choices
  }
}

/// How a text is learnt.
struct TrainingOptions: ParsableArguments, OptionTable {
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

  @Option(
    help: ArgumentHelp(
      "Compute each batch in this many parts, which processes under mpirun share: the result does not depend on who has which. "
        + "(default: 1; under mpirun as many as processes, or the next number that divides the batch)", valueName: "n"))
  var parts: Int?

  func rows(beside plan: TrainingPlan?) -> [OptionRow] {
    [
      OptionRow("--sequence-length", sequenceLength, recorded: plan?.sequenceLength, in: 1...1_000_000_000),
      OptionRow("--validation", validation, recorded: plan?.validationFraction, in: .from(0, to: 0.9)),
      OptionRow("--parts", parts, recorded: plan?.partCount, in: 1...65_536),
    ] + loop.rows(beside: plan)
  }

  func validate() throws {
    try checkRanges()
    guard let parts, let batchSize = loop.batchSize else { return }
    do {
      try TrainingPlan.check(batchSize: batchSize, parts: parts, microBatchSize: loop.microBatchSize)
    } catch {
      throw ValidationError(Failure.line(for: error))
    }
  }

  /// The options as a plan records them that was fitted to a text.
  ///
  /// - recorded: the plan that the training began with.
  func fitted(toCharacters count: Int, window: Int?, beside recorded: TrainingPlan) -> TrainingOptions {
    var result = self
    result.loop = loop.fitted(beside: recorded) { plan in
      plan.sequenceLength = sequenceLength ?? recorded.sequenceLength
      plan.validationFraction = validation ?? recorded.validationFraction
      if let parts { plan.parts = parts > 1 ? parts : nil }
      // What leaves too little to train on is not what the training began with.
      guard (try? plan.fit(toCharacters: count, window: window)) != nil else { return }
      if sequenceLength != nil && window == nil { result.sequenceLength = plan.sequenceLength }
      if validation != nil { result.validation = plan.validationFraction }
      if parts != nil { result.parts = plan.partCount }
    }
    return result
  }

  /// What was chosen; a number for the random choices is drawn where none was given.
  func choices() -> PlanChoices {
    var choices = loop.choices()
    (choices.sequenceLength, choices.validationFraction, choices.parts) = (sequenceLength, validation, parts)
    return choices
  }
}

/// How bytes become characters.
struct TextOptions: ParsableArguments, OptionTable {
  @Option(help: "What a character is. (default: grapheme)")
  var unit: TextUnit?

  @Option(help: "Unicode normalisation. (default: nfc)")
  var normalization: Normalization?

  @OptionGroup var reading: CharsetOptions

  @Option(
    help: ArgumentHelp(
      "Treat characters that occur fewer times than this as one unknown character; 1 keeps all. (default: 1; more where "
        + "a text has 512 different characters or more, and at least half of them make up less than 0.05 % of it)",
      valueName: "n"))
  var minCount: Int?

  @Flag(help: "Keep the line ends CRLF, CR, NEL and U+2028 instead of replacing them by LF.")
  var keepLineEnds = false

  func validate() throws {
    try checkRanges()
    guard unit == .byte else { return }
    if normalization != nil { throw ValidationError("--normalization has no meaning with --unit byte") }
    if reading.choice.name != nil { throw ValidationError("--charset has no meaning with --unit byte") }
  }

  func rows(beside tokenizer: Tokenizer?) -> [OptionRow] {
    let isPossible = tokenizer.map { mayHaveMade($0.vocabulary) } ?? false
    return [
      OptionRow("--unit", unit, recorded: tokenizer?.unit),
      OptionRow("--normalization", normalization, recorded: tokenizer?.normalization),
      OptionRow("--keep-line-ends", keepLineEnds ? true : nil, recorded: tokenizer.map { $0.lineEnds != .unified }),
      OptionRow("--min-count", minCount, recorded: isPossible ? minCount : nil, in: 1...1_000_000_000),
    ]
  }

  /// Whether a vocabulary may have come of the count that is asked for: the count itself is not recorded.
  private func mayHaveMade(_ vocabulary: Vocabulary) -> Bool {
    let least = minCount ?? 1
    return vocabulary.unknownID == nil ? vocabulary.counts.allSatisfy { $0 >= least } : least > 1
  }

  /// What has to be said again to read the text as it was read: a checkpoint does not hold it.
  var readingArguments: [String] {
    (reading.charset.map { ["--charset", $0] } ?? [])
      + (reading.malformed == .error ? [] : ["--malformed", reading.malformed.rawValue])
  }

  /// The first option that the texts of a model contradict, which this text is to be taught to.
  func contradiction(of tokenizer: Tokenizer) -> String? { changedOption(from: tokenizer, besides: ["--min-count"]) }

  /// How a text is read for a model that knows other texts.
  func corpusOptions(like tokenizer: Tokenizer) -> CorpusOptions {
    CorpusOptions(
      unit: tokenizer.unit, normalization: tokenizer.normalization, lineEnds: tokenizer.lineEnds,
      charset: reading.choice.name, malformed: reading.malformed, minimumCount: minCount)
  }

  var corpusOptions: CorpusOptions {
    CorpusOptions(
      unit: unit ?? .grapheme, normalization: unit == .byte ? .none : normalization ?? .nfc,
      lineEnds: keepLineEnds || unit == .byte ? .kept : .unified, charset: reading.choice.name,
      malformed: reading.malformed, minimumCount: minCount)
  }
}

/// Where the checkpoint goes.
struct TrainOutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file of the checkpoint. (default: checkpoints/<corpus name>.safetensors)", valueName: "file"))
  var output: String?

  @Flag(
    help: "Go on when the held-out loss has turned for good, instead of ending with the best weights.")
  var noEarlyStop = false

  @Flag(help: "Say what would be trained, and for how long; train nothing.")
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "The time between two samples while the training goes on, such as 1m. (default: none)", valueName: "time"),
    transform: TimeBudget.init(text:))
  var sampleEvery: TimeBudget?

  @OptionGroup var session: SessionOptions
}
