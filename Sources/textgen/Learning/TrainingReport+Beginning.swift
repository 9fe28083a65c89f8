import Inspecting
import Network
import Notation
import TextEncoding
import Training

/// What is told before the first step.
extension TrainingReport {
  func read(_ report: CorpusReport, tokenizer: Tokenizer) {
    report.sources.notes.forEach(notice)
    for source in report.sources where verbose {
      say("\(source.name): \(source.byteCount) bytes, \(source.charset ?? "raw bytes")")
    }
    let different = tokenizer.vocabulary.counts.count { $0 > 0 }
    say("\(counted(report.unitCount, "character")), \(different) different")
    if let words = report.rareWords(others: "other") { say(words) }
  }

  /// A model that the training could begin with.
  func offers(_ name: String) {
    say("the text is English: --from \(name) begins with a model that knows the language, and needs less of the text")
  }

  /// A model that the training begins with.
  func begins(with name: String, newCharacters: Int) {
    let words =
      switch newCharacters {
      case 0: "which knows all characters of the text"
      case 1: "to which one character of the text is new"
      default: "to which \(newCharacters) characters of the text are new"
      }
    say("begins with the weights of \(name), \(words)")
  }

  /// What a short text made smaller.
  ///
  /// - askedFraction: the fraction that was to be held out, where it was asked for.
  func fitted(_ training: TextTraining, characters: Int, askedFraction: Double?) {
    let (plan, wanted) = (training.plan, training.wanted)
    if plan.validationFraction != wanted.validationFraction {
      let reason = askedFraction.map { "a fraction of \($0) is too little" } ?? "the corpus is too short"
      notice("\(reason) to hold a part of it out; training on all \(characters) characters")
    }
    if (plan.batchSize, plan.sequenceLength) != (wanted.batchSize, wanted.sequenceLength) {
      notice(
        "\(training.trainingCharacters) characters are too few for batches of \(wanted.batchSize) × "
          + "\(wanted.sequenceLength); using \(plan.batchSize) × \(plan.sequenceLength)"
          + (plan.partCount == wanted.partCount ? "" : " in \(plan.partCount) parts instead of \(wanted.partCount)"))
    }
  }

  /// - power: what the network was chosen for, where it was.
  func begins<Source>(_ trainer: Trainer<Source>, _ power: ComputingPower? = nil, threads: Int) {
    if let words = power?.words { say(words) }
    let configuration = trainer.model.configuration
    let sizes = configuration.layers.map { "\($0.hiddenSize)\($0.isBidirectional ? " both ways" : "")" }
    var text = "LSTM \(sizes.joined(separator: ", ")), dropout \(decimal(Double(configuration.dropout), 2))"
    if configuration.recurrentDropout > 0 {
      text += " and \(decimal(Double(configuration.recurrentDropout), 2)) between steps"
    }
    text += Self.words(configuration.layers[0].cell)
    if let longest = configuration.input.encoding?.longestNGram, longest > 1 { text += ", n-grams of 2 to \(longest)" }
    if let window = configuration.window { text += ", windows of \(window)" }
    say("\(text), \(trainer.model.layout.count) parameters")
    let plan = trainer.record.plan
    say(
      "batch \(Self.batch(plan)), learning rate \(plan.optimizer.learningRate), \(counted(threads, "thread"))"
        + "\(trainer.workers.isAlone ? "" : " in each of \(trainer.workers.count) processes"), "
        + "--rng-seed \(plan.rngSeed)")
  }

  /// The kind of the cells, where they are not the usual ones.
  private static func words(_ cell: CellKind) -> String {
    let plain = if case .projected(let variant, _) = cell { CellKind.gated(variant) } else { cell }
    let name = CellKind.named.first { $0.kind == plain }?.name
    let projection = if case .projected(_, let size) = cell { ", projected to \(size)" } else { "" }
    return (name.map { $0 == "standard" ? "" : ", cell \($0)" } ?? "") + projection
  }

  /// Streams × steps.
  static func batch(_ plan: TrainingPlan) -> String {
    let size = "\(plan.batchSize) × \(plan.sequenceLength)"
    guard let parts = plan.parts else { return size + (plan.microBatchSize.map { " in parts of \($0)" } ?? "") }
    return "\(size) in \(parts) parts" + (plan.microBatchSize.map { ", \($0) at once" } ?? "")
  }

  func resumes<Source>(_ trainer: Trainer<Source>) {
    say("resuming after step \(trainer.record.step)\(trainer.record.plan.totalSteps.map { " of \($0)" } ?? "")")
  }

  /// What a training would be, without making it: the model, and how long it takes.
  func expects<Source>(_ trainer: Trainer<Source>, steps: Int, _ budget: Budget, _ power: ComputingPower) {
    for line in ModelDescription(trainer.model, things: "characters").summary.lines { say("  \(line)") }
    let passes = Double(steps) / Double(trainer.stepsPerEpoch)
    let teraFLOP = Recipe.teraFLOP(
      steps: steps, multiplyAdds: trainer.model.multiplyAddsPerExample, examples: trainer.examplesPerStep)
    let about = if case .steps = budget { "" } else { "about " }
    say(
      "\(about)\(steps) steps, \(decimal(passes, passes < 10 ? 1 : 0)) passes over the training data, about "
        + "\(TimeBudget.text(1e12 * teraFLOP / power.peak)) on this computer; nothing was trained")
  }
}

extension CorpusReport {
  /// What has become of the characters that share one output; nil where each has its own.
  ///
  /// - others: what one of them is called, `other` behind the number of those that have their own.
  func rareWords(others noun: String) -> String? {
    guard rareUnitCount > 0, let least = minimumCount else { return nil }
    let share = 100 * Double(rareOccurrenceCount) / Double(unitCount)
    let part = "\(share < 0.01 ? "less than 0.01" : decimal(share, 2)) % of the text; --min-count 1 keeps all"
    let times = least == 2 ? "once" : "fewer than \(least) times"
    let verbs = rareUnitCount == 1 ? ("occurs", "is") : ("occur", "are")
    return "\(counted(rareUnitCount, noun)) that \(verbs.0) \(times) \(verbs.1) one unknown character, \(part)"
  }
}
