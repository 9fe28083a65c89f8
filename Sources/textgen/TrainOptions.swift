import ArgumentParser
import Glibc
import Network
import TextEncoding
import Training

/// The network's shape.
struct ModelOptions: ParsableArguments {
  @Option(help: "How characters enter. (default: embedding)")
  var inputEncoding: InputChoice?

  @Option(help: ArgumentHelp("Length of the learned vector of a character. (default: 64)", valueName: "n"))
  var embeddingSize: Int?

  @Option(help: ArgumentHelp("Cells in each layer. (default: 512)", valueName: "n"))
  var hiddenSize: Int?

  @Option(help: ArgumentHelp("LSTM layers. (default: 1)", valueName: "n"))
  var layers: Int?

  @Option(
    help: ArgumentHelp(
      "Share of each layer's outputs dropped while training. (default: by the length of the text, 0.2 for a megabyte)",
      valueName: "share"))
  var dropout: Float?

  /// The first option that was given; they are fixed once a training has begun.
  var changedOption: String? {
    if inputEncoding != nil { return "--input-encoding" }
    if embeddingSize != nil { return "--embedding-size" }
    if hiddenSize != nil { return "--hidden-size" }
    if layers != nil { return "--layers" }
    return dropout == nil ? nil : "--dropout"
  }

  func validate() throws {
    if inputEncoding == .oneHot && embeddingSize != nil {
      throw ValidationError("--embedding-size needs --input-encoding embedding")
    }
    if let layers, !(1...64).contains(layers) { throw ValidationError("--layers has to be from 1 to 64") }
  }

  /// What a text of `count` characters wants: the shorter it is, the more often it is read, and learnt by heart.
  static func usualDropout(count: Int) -> Float {
    let share = 0.5 - 0.3 * log10(max(Float(count), 1) / 100_000)
    return (min(max(share, 0), 0.5) * 20).rounded() / 20
  }

  func configuration(vocabularySize: Int, count: Int) -> ModelConfiguration {
    ModelConfiguration(
      vocabularySize: vocabularySize, input: inputEncoding == .oneHot ? .oneHot : .embedding(size: embeddingSize ?? 64),
      hiddenSizes: [Int](repeating: hiddenSize ?? 512, count: layers ?? 1),
      dropout: dropout ?? Self.usualDropout(count: count))
  }
}

/// How long and how.
struct TrainingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Train for so long in all, such as 90s, 5m, 2h. (default: 5m)", valueName: "time"))
  var time: TimeBudget?

  @Option(help: ArgumentHelp("Train for so many steps in all.", valueName: "n"))
  var steps: Int?

  @Option(help: ArgumentHelp("Train for so many passes over the text in all.", valueName: "n"))
  var epochs: Int?

  @Option(help: ArgumentHelp("Texts read side by side. (default: 32)", valueName: "n"))
  var batchSize: Int?

  @Option(help: ArgumentHelp("Characters that gradients reach back. (default: 64)", valueName: "n"))
  var sequenceLength: Int?

  @Option(help: "The update rule. (default: adamw)")
  var optimizer: OptimizerKind?

  @Option(help: ArgumentHelp("The highest learning rate. (default: the optimizer's own)", valueName: "rate"))
  var learningRate: Double?

  @Option(help: "How the rate falls. (default: cosine)")
  var schedule: LearningRateDecay?

  @Option(help: ArgumentHelp("Share of the text held out, from its end.", valueName: "share"))
  var validation = 0.1

  @Option(help: ArgumentHelp("Steps between evaluations. (default: about an epoch)", valueName: "n"))
  var evaluateEvery: Int?

  @Option(help: ArgumentHelp("Fixes all random choices. (default: drawn and printed)", valueName: "n"))
  var rngSeed: UInt64?

  @Option(help: ArgumentHelp("Threads; the result is the same for any number. (default: one a core)", valueName: "n"))
  var threads: Int?

  var changedOption: String? {
    if batchSize != nil { return "--batch-size" }
    if sequenceLength != nil { return "--sequence-length" }
    if optimizer != nil { return "--optimizer" }
    if learningRate != nil { return "--learning-rate" }
    if schedule != nil { return "--schedule" }
    return rngSeed == nil ? nil : "--rng-seed"
  }

  func check() throws {
    let counts = [
      ("--steps", steps), ("--epochs", epochs), ("--batch-size", batchSize), ("--sequence-length", sequenceLength),
      ("--evaluate-every", evaluateEvery), ("--threads", threads),
    ]
    for (name, value) in counts {
      if let value, !(1...1_000_000_000).contains(value) { throw ValidationError("\(name) has to be at least 1") }
    }
    if let learningRate, !(learningRate > 0 && learningRate.isFinite) {
      throw ValidationError("--learning-rate has to be above 0")
    }
    if !(validation >= 0 && validation <= 0.9) { throw ValidationError("--validation has to be from 0 to 0.9") }
    if let threads, threads > 256 { throw ValidationError("--threads has to be from 1 to 256") }
  }

  var threadCount: Int { threads ?? Processors.count }

  func plan(rngSeed: UInt64) -> TrainingPlan {
    var plan = TrainingPlan(
      optimizer: OptimizerSettings(kind: optimizer ?? .adamw, learningRate: learningRate),
      schedule: LearningRateSchedule(decay: schedule ?? .cosine), validationShare: validation, rngSeed: rngSeed,
      totalSteps: steps ?? 0, evaluationInterval: evaluateEvery)
    if let batchSize { plan.batchSize = batchSize }
    if let sequenceLength { plan.sequenceLength = sequenceLength }
    return plan
  }

  /// What ends the training; nil when nothing was said.
  var budget: Budget? {
    if let steps { return .steps(steps) }
    if let epochs { return .epochs(epochs) }
    return time.map { .seconds($0.seconds) }
  }
}

/// What ends a training: totals, also when resuming.
enum Budget: Equatable {
  case steps(Int)
  case epochs(Int)
  case seconds(Double)

  /// Five minutes.
  static let usual = Budget.seconds(300)
}

/// How bytes become characters.
struct TextOptions: ParsableArguments {
  @Option(help: "What a character is.")
  var unit: TextUnit = .grapheme

  @Option(help: "Unicode normalisation. (default: nfc)")
  var normalization: Normalization?

  @Option(help: ArgumentHelp("The text's charset, such as KOI8-R. (default: auto)", valueName: "name"))
  var charset: String?

  @Option(help: "Malformed bytes are an error, or replaced by U+FFFD.")
  var malformed: MalformedBytes = .error

  @Option(help: ArgumentHelp("Characters seen fewer times than this become one unknown.", valueName: "n"))
  var minCount = 1

  @Flag(help: "Leave CRLF, CR, NEL and U+2028 as they are instead of making them LF.")
  var keepLineEnds = false

  func check() throws {
    if minCount < 1 { throw ValidationError("--min-count has to be at least 1") }
    guard unit == .byte else { return }
    if normalization != nil { throw ValidationError("--normalization has no meaning with --unit byte") }
    if charsetName != nil { throw ValidationError("--charset has no meaning with --unit byte") }
  }

  var charsetName: String? { charset == "auto" ? nil : charset }

  var corpusOptions: CorpusOptions {
    CorpusOptions(
      unit: unit, normalization: unit == .byte ? .none : normalization ?? .nfc,
      lineEnds: keepLineEnds || unit == .byte ? .kept : .unified, charset: charsetName, malformed: malformed,
      minimumCount: minCount)
  }
}

/// Where to and how loud.
struct TrainOutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The checkpoint. (default: checkpoints/<corpus name>.safetensors)", valueName: "file"))
  var output: String?

  @Flag(help: "Go on training the checkpoint that is there.")
  var resume = false

  @Flag(help: "Replace the checkpoint that is there.")
  var force = false

  @Option(help: ArgumentHelp("Time between two saves.", valueName: "time"))
  var checkpointEvery = TimeBudget(seconds: 60)

  @Flag(help: "Events as JSON, one a line on stdout.")
  var json = false

  @Flag(name: .shortAndLong, help: "Warnings and errors only.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "More about the text and the model.")
  var verbose = false
}
