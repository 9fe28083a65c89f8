import ArgumentParser
import Checkpoints
import Glibc
import Network
import TextEncoding
import Training

extension OptimizerKind: ExpressibleByArgument {}
extension LearningRateDecay: ExpressibleByArgument {}
extension TextUnit: ExpressibleByArgument {}
extension Normalization: ExpressibleByArgument {}
extension MalformedBytes: ExpressibleByArgument {}
extension UnknownUnits: ExpressibleByArgument {}

/// `one-hot` or `embedding`.
enum InputChoice: String, CaseIterable, ExpressibleByArgument {
  case oneHot = "one-hot"
  case embedding
}

/// `textgen train`: from a text to a checkpoint.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Learn to write like a text.",
    discussion: """
      textgen train corpus.txt
          five minutes, then checkpoints/corpus.safetensors
      textgen train a.txt b.txt --time 20m --layers 2 --hidden-size 512
          a larger model for both texts together
      xzcat big.txt.xz | textgen train - --output big.safetensors --time 2h
          a text larger than memory
      textgen train corpus.txt --resume
          go on after Ctrl-C, to the end that was planned
      textgen train corpus.txt --resume --time 20m
          go on to twenty minutes in all
      textgen train corpus.txt --window 40 --bidirectional --layers 128,64
          each character from the 40 before it, read both ways
      """)

  @Argument(help: "Text files, read one after the other; `-` for stdin.")
  var corpora: [String] = []

  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Training") var training: TrainingOptions
  @OptionGroup(title: "Text") var text: TextOptions
  @OptionGroup(title: "Output") var output: TrainOutputOptions

  func validate() throws {
    if output.resume && output.force { throw ValidationError("--resume and --force exclude each other") }
    if corpora.isEmpty && !Terminal.inputIsPiped {
      throw ValidationError("name a text file to learn from, or pipe a text in")
    }
    if model.window != nil && training.sequenceLength != nil {
      throw ValidationError("--window is the length of what is read; --sequence-length has no meaning beside it")
    }
    try training.check(resuming: output.resume)
    try text.check()
  }

  func run() throws {
    Terminal.ignoreBrokenPipes()
    Terminal.saveWhenOutputCloses()
    let path = output.output ?? CheckpointFolder.path(forCorpus: corpusName)
    let exists = CheckpointFolder.hasFile(path)
    if !exists && output.resume { throw CommandError.nothingToResume(path: path) }
    try AtomicFile.checkWritable(path)
    let history = TrainingHistory.path(beside: path)
    for source in sourceArguments {
      for written in [path, history] where CheckpointFolder.isSameFile(source, written) {
        throw CommandError.outputIsInput(path: written)
      }
    }
    if exists && !output.resume && !output.force { throw CommandError.checkpointExists(path: path) }
    if CheckpointFolder.hasFile(history) && !output.resume && !output.force {
      throw CommandError.fileExists(path: history)
    }
    let report = TrainingReport(
      unit: .nats, json: output.json, quiet: output.quiet, verbose: output.verbose)
    var session = try TrainingSession(
      trainer: try output.resume ? resumed(path, report) : begun(report), path: path, report: report,
      checkpointSeconds: output.checkpointEvery.seconds)
    // Before this there is nothing to save: Ctrl-C ends the program at once.
    Interrupts.watch()
    try session.run(until: training.loop.budget)
    let arguments = sourceArguments.map(shellQuoted).joined(separator: " ")
    report.finished(
      path: path, command: "train \(arguments) --output \(shellQuoted(path))", interrupted: Interrupts.isRequested,
      trainer: session.trainer, seconds: session.seconds)
    if Interrupts.isRequested { throw ExitCode(Terminal.interruptedStatus) }
    report.next("sample --checkpoint \(shellQuoted(path))", purpose: "Now write with it")
  }

  private var sourceArguments: [String] { corpora.isEmpty ? ["-"] : corpora }
  private var sources: [TextSource] { sourceArguments.map { $0 == "-" ? .standardInput : .file($0) } }
  private var corpusName: String { sourceArguments[0] == "-" ? "stdin" : sourceArguments[0] }

  private func begun(_ report: TrainingReport) throws -> TextTrainer {
    let seed = training.loop.rngSeed ?? UInt64.random(in: 0..<1 << 32)
    let (tokenizer, corpus, corpusReport) = try TokenizedCorpus.build(
      from: sources, options: text.corpusOptions, progress: report.reading)
    report.read(corpusReport, tokenizer: tokenizer)
    guard tokenizer.vocabulary.count > 1 else { throw TrainingError.oneUnit(name: tokenizer.vocabulary.name(of: 0)) }
    var plan = training.plan(rngSeed: seed, count: corpus.count, window: model.window)
    if plan.validationShare > 0 && Double(corpus.count) * plan.validationShare < 50 {
      // So few characters say nothing.
      let reason = training.validation.map { "a share of \($0) is too little" } ?? "the corpus is too short"
      report.notice("\(reason) to hold a part of it out; training on all \(corpus.count) characters")
      plan.validationShare = 0
    }
    let fit = try fit(plan, corpus)
    let tokens = TextExamples.trainingTokens(of: corpus.count, validationShare: plan.validationShare)
    let wanted = (plan.batchSize, plan.sequenceLength)
    plan.reduceBatch(to: fit.batchSize)
    plan.sequenceLength = fit.sequenceLength
    report.shrunk(from: wanted, to: (plan.batchSize, plan.sequenceLength), tokens: tokens)
    let network = try SequenceModel(
      model.configuration(vocabularySize: tokenizer.vocabulary.count, count: corpus.count))
    let needed = TextTrainer.memoryBytes(model: network, plan: plan)
    guard needed < 0.9 * Processors.memoryBytes else {
      throw CommandError.tooLarge(neededBytes: needed, memoryBytes: Processors.memoryBytes)
    }
    let trainer = TextTrainer(
      model: network, tokenizer: tokenizer, corpus: corpus, plan: plan, threads: training.loop.threadCount)
    report.begins(trainer, threads: training.loop.threadCount)
    return trainer
  }

  /// The plan's B and T, or the largest below them that the text has examples for.
  private func fit(_ plan: TrainingPlan, _ corpus: TokenizedCorpus) throws -> (batchSize: Int, sequenceLength: Int) {
    let tokens = TextExamples.trainingTokens(of: corpus.count, validationShare: plan.validationShare)
    if let window = model.window {
      guard tokens > window else { throw TrainingError.corpusTooShort(tokens: corpus.count, needed: window + 1) }
      return (min(plan.batchSize, tokens - window), window)
    }
    guard
      let fit = BatchStream.fit(tokens: tokens, batchSize: plan.batchSize, sequenceLength: plan.sequenceLength)
    else { throw TrainingError.corpusTooShort(tokens: corpus.count, needed: 2) }
    return fit
  }

  private func resumed(_ path: String, _ report: TrainingReport) throws -> TextTrainer {
    let checkpoint = try TextCheckpoint(contentsOf: path)
    guard checkpoint.training != nil else { throw CheckpointError.notResumable(path: path) }
    let plan = try TrainingRecord(of: checkpoint).plan
    if let option = model.changedOption(from: checkpoint.model.configuration) ?? training.changedOption(from: plan)
      ?? text.changedOption(from: checkpoint.tokenizer)
    {
      throw CommandError.changedOnResume(option: option)
    }
    let (corpus, corpusReport) = try knownCorpus(checkpoint.tokenizer, report)
    report.read(corpusReport, tokenizer: checkpoint.tokenizer)
    let trainer = try TextTrainer(resuming: checkpoint, corpus: corpus, threads: training.loop.threadCount)
    report.resumes(trainer)
    return trainer
  }

  /// A character that the model lacks shows that this is not the text that the training began with.
  private func knownCorpus(
    _ tokenizer: Tokenizer, _ report: TrainingReport
  ) throws -> (TokenizedCorpus, CorpusReport) {
    do {
      return try TokenizedCorpus.build(
        from: sources, tokenizer: tokenizer, charset: text.charsetName, malformed: text.malformed,
        progress: report.reading)
    } catch TextEncodingError.unknownUnit(let unit, let position, _) {
      throw CommandError.otherCorpus(unit: unit, position: position)
    }
  }
}
