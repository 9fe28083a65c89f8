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
    if corpora.isEmpty && !Terminal.inputIsPiped {
      throw ValidationError("name a text file to learn from, or pipe a text in")
    }
    if model.window != nil && training.sequenceLength != nil {
      throw ValidationError("--window is the length of what is read; --sequence-length has no meaning beside it")
    }
  }

  func run() throws {
    let start = monotonicSeconds()
    Terminal.ignoreBrokenPipes()
    Terminal.saveWhenOutputCloses()
    let path = output.output ?? CheckpointFolder.path(forCorpus: corpusName)
    let exists = CheckpointFolder.hasFile(path)
    if !exists && output.session.resume { throw CommandError.nothingToResume(path: path) }
    try AtomicFile.checkWritable(path)
    let history = TrainingHistory.path(beside: path)
    for source in sourceArguments {
      for written in [path, history] where CheckpointFolder.isSameFile(source, written) {
        throw CommandError.outputIsInput(path: written)
      }
    }
    let mayExist = output.session.mayReplace || output.dryRun
    if exists && !mayExist { throw CommandError.checkpointExists(path: path) }
    if CheckpointFolder.hasFile(history) && !mayExist {
      throw CommandError.fileExists(path: history)
    }
    let report = output.session.report(unit: .nats)
    let (trainer, expectedSteps) = try output.session.resume ? resumed(path, report) : begun(report)
    if output.dryRun { return }
    var session = try TrainingSession(
      trainer: trainer, path: path, lossUnit: report.unit.name, checkpointSeconds: output.checkpointEvery.seconds,
      observer: report, clock: { monotonicSeconds() - start })
    // Before this there is nothing to save: Ctrl-C ends the program at once.
    Interrupts.watch()
    let mostSteps = Recipe.mostSteps(
      characters: trainer.record.data.count, stepsPerPass: trainer.stepsPerEpoch)
    // A resumed training has the budget that it began with, unless another one is given.
    let begun = trainer.record.plan.seconds.map { Budget.seconds($0) }
    let budget = training.loop.budget ?? (output.session.resume ? begun : Self.usualBudget)
    try session.run(
      until: training.loop.budget, usual: Self.usualBudget, expectedSteps: min(expectedSteps, mostSteps),
      mostSteps: mostSteps)
    let arguments = (sourceArguments + text.readingArguments).map(shellQuoted).joined(separator: " ")
    report.finished(
      path: path, command: "train \(arguments) --output \(shellQuoted(path))", trainer: session.trainer,
      seconds: monotonicSeconds() - start)
    if case .seconds(let seconds) = budget, session.trainer.record.step >= mostSteps, session.trainer.isComplete,
      session.trainer.record.step > trainer.record.step
    {
      report.endedEarly(passes: mostSteps / trainer.stepsPerEpoch, seconds: seconds)
    }
    if !session.trainer.isComplete { throw ExitCode(Terminal.interruptedStatus) }
    if !output.session.resume, case .seconds = budget {
      let typed = Array(CommandLine.arguments.dropFirst(2))
      let words = Repetition(of: session.trainer, typed: typed, namesSizes: model.stack.namesSizes).words
      report.repeats("train --output again.safetensors \(words.map(shellQuoted).joined(separator: " "))")
    }
    report.next("sample --checkpoint \(shellQuoted(path))", purpose: "Now write with it")
  }

  private static let usualBudget = Budget.seconds(300)

  private var sourceArguments: [String] { corpora.isEmpty ? ["-"] : corpora }
  private var sources: [TextSource] { sourceArguments.map { $0 == "-" ? .standardInput : .file($0) } }
  private var corpusName: String { sourceArguments[0] == "-" ? "stdin" : sourceArguments[0] }

  /// A trainer at its first step, and about how many steps it will make.
  private func begun(_ report: TrainingReport) throws -> (TextTrainer, expectedSteps: Int) {
    let seed = training.loop.rngSeed ?? UInt64.random(in: 0..<1 << 32)
    let (tokenizer, corpus, corpusReport) = try TokenizedCorpus.build(
      from: sources, options: text.corpusOptions, progress: report.reading)
    report.read(corpusReport, tokenizer: tokenizer)
    guard tokenizer.vocabulary.count > 1 else { throw TrainingError.oneUnit(name: tokenizer.vocabulary.name(of: 0)) }
    let budget = training.loop.budget ?? Self.usualBudget
    let power = ComputingPower(for: budget, threads: training.loop.threads.count)
    var recipe = Recipe(characters: corpus.count, teraFLOP: power.teraFLOP, window: model.window)
    var network = try SequenceModel(
      model.configuration(vocabularySize: tokenizer.vocabulary.count, recipe: recipe))
    let expectedSteps = expectedSteps(of: network, recipe, budget, power, characters: corpus.count)
    recipe.setRegularization(
      characters: corpus.count,
      teraFLOP: Recipe.teraFLOP(
        steps: expectedSteps, multiplyAdds: network.multiplyAddsPerExample, examples: examplesPerStep(recipe))
        / Double(model.window ?? 1))
    network = try SequenceModel(model.configuration(vocabularySize: tokenizer.vocabulary.count, recipe: recipe))
    var plan = try training.plan(
      rngSeed: seed, count: corpus.count, window: model.window, recipe: recipe, expectedSteps: expectedSteps)
    let wanted = plan
    try plan.fit(toCharacters: corpus.count, window: model.window)
    if plan.validationShare != wanted.validationShare {
      let reason = training.validation.map { "a fraction of \($0) is too little" } ?? "the corpus is too short"
      report.notice("\(reason) to hold a part of it out; training on all \(corpus.count) characters")
    }
    report.shrunk(
      from: (wanted.batchSize, wanted.sequenceLength), to: (plan.batchSize, plan.sequenceLength),
      tokens: TextExamples.trainingTokens(of: corpus.count, validationShare: plan.validationShare))
    let needed = TextTrainer.memoryBytes(model: network, plan: plan)
    guard needed < 0.9 * Processors.memoryBytes else {
      throw CommandError.tooLarge(neededBytes: needed, memoryBytes: Processors.memoryBytes)
    }
    let trainer = TextTrainer(
      model: network, tokenizer: tokenizer, corpus: corpus, plan: plan, threads: training.loop.threads.count)
    report.begins(trainer, power, threads: training.loop.threads.count)
    if output.dryRun { report.expects(trainer, steps: expectedSteps, budget, power) }
    return (trainer, expectedSteps)
  }

  /// Characters that a step predicts, where the text has enough of them.
  private func examplesPerStep(_ recipe: Recipe) -> Int {
    let batchSize = training.loop.batchSize ?? recipe.batchSize
    return batchSize * (model.window == nil ? training.sequenceLength ?? recipe.sequenceLength : 1)
  }

  private func expectedSteps(
    of network: SequenceModel, _ recipe: Recipe, _ budget: Budget, _ power: ComputingPower, characters: Int
  ) -> Int {
    let examples = examplesPerStep(recipe)
    switch budget {
    case .steps(let steps): return steps
    case .epochs(let epochs): return max(1, epochs * max(1, characters / examples))
    case .seconds:
      let steps = Recipe.expectedSteps(
        teraFLOP: power.teraFLOP, multiplyAdds: network.multiplyAddsPerExample, examples: examples)
      return min(steps, Recipe.mostSteps(characters: characters, stepsPerPass: max(1, characters / examples)))
    }
  }

  /// A trainer where the checkpoint left off, and about how many steps it will have made in all.
  private func resumed(_ path: String, _ report: TrainingReport) throws -> (TextTrainer, expectedSteps: Int) {
    let checkpoint = try TextCheckpoint(contentsOf: path)
    guard checkpoint.training != nil else { throw CheckpointError.notResumable(path: path) }
    let record = try TrainingRecord(of: checkpoint)
    let (plan, configuration) = (record.plan, checkpoint.model.configuration)
    let training = training.fitted(
      toCharacters: record.data.count, window: configuration.window, beside: plan)
    if let option = model.changedOption(from: configuration) ?? training.changedOption(from: plan)
      ?? text.changedOption(from: checkpoint.tokenizer)
    {
      throw CommandError.changedOnResume(option: option)
    }
    let (corpus, corpusReport) = try knownCorpus(checkpoint.tokenizer, report)
    report.read(corpusReport, tokenizer: checkpoint.tokenizer)
    let trainer = try TextTrainer(resuming: checkpoint, corpus: corpus, threads: training.loop.threads.count)
    report.resumes(trainer)
    return (trainer, max(plan.totalSteps ?? 0, 2 * trainer.record.step))
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
