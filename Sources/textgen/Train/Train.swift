import ArgumentParser
import Checkpoints
import Glibc
import Network
import TextEncoding
import Training
import Workers

extension OptimizerKind: ExpressibleByArgument {}
extension LearningRateDecay: ExpressibleByArgument {}
extension TextUnit: ExpressibleByArgument {}
extension Normalization: ExpressibleByArgument {}
extension MalformedBytes: ExpressibleByArgument {}

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
      textgen train corpus.txt --time 20m --sample-every 1m
          and every minute see what the model writes
      textgen train corpus.txt --resume
          go on after Ctrl-C, to the end that was planned
      textgen train corpus.txt --resume --time 20m
          go on to twenty minutes in all
      textgen train letters.txt --from english
          a short text, by a model that knows English already
      textgen train corpus.txt --window 40 --bidirectional --layers 128,64
          each character from the 40 before it, read both ways
      """)

  @Argument(help: "Text files, read one after the other; `-` for stdin.")
  var corpora: [String] = []

  @OptionGroup(title: "Model") var origin: OriginOptions
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Training") var training: TrainingOptions
  @OptionGroup(title: "Text") var text: TextOptions
  @OptionGroup(title: "Output") var output: TrainOutputOptions

  func validate() throws {
    if corpora.isEmpty && !PipedInput.isPresent {
      throw ValidationError("name a text file to learn from, or pipe a text in")
    }
    if model.window != nil && training.sequenceLength != nil {
      throw ValidationError("--window is the length of what is read; --sequence-length has no meaning beside it")
    }
  }

  func run() throws {
    Terminal.ignoreBrokenPipes()
    if !workers.isAlone && sources.contains(.standardInput) { throw CommandError.pipedToProcesses }
    let path = output.output ?? CheckpointFolder.path(forCorpus: corpusName)
    var run = LearningRun(checkpoint: path, measure: .nats, options: output.session)
    let history = TrainingHistory.path(beside: path)
    let read = sourceArguments + (origin.path.map { [$0] } ?? [])
    if output.dryRun {
      try run.checkNames(others: [history], sources: read)
    } else {
      try run.check(others: [history], sources: read)
    }
    if output.session.resume { try resume(path, run) } else { try begin(path, run) }
  }

  private var sourceArguments: [String] { corpora.isEmpty ? ["-"] : corpora }
  /// The text, in the order in which it is read.
  var sources: [TextSource] { sourceArguments.map { $0 == "-" ? .standardInput : .file($0) } }
  private var corpusName: String { sourceArguments[0] == "-" ? "stdin" : sourceArguments[0] }
  private var threads: Int { training.loop.threads.count }
  private var workers: any Communicator { Processes.all }

  /// From the text to a model.
  private func begin(_ path: String, _ run: LearningRun) throws {
    let report = run.report
    let base = try origin.from.map(base)
    let (tokenizer, corpus, corpusReport) = try TokenizedCorpus.build(
      from: sources, options: base.map { text.corpusOptions(like: $0.tokenizer) } ?? text.corpusOptions,
      keeping: base?.tokenizer.vocabulary, progress: report.reading)
    report.read(corpusReport, tokenizer: tokenizer)
    let budget = training.loop.budget ?? TextTraining.usualBudget
    let power = ComputingPower.measured(for: budget, threads: threads)
    var choices = training.choices()
    choices.processes = workers.count
    choices.rngSeed = UInt64(bitPattern: Int64(workers.decide { Int(Int64(bitPattern: choices.rngSeed)) }))
    if output.noEarlyStop { choices.endsWhenTurned = false }
    let proposal: TextTraining
    if let base, let name = origin.from {
      proposal = try TextTraining(
        from: base, named: name, characters: corpus.count, vocabulary: tokenizer.vocabulary, power: power,
        network: model.choices, choices: choices)
      report.begins(
        with: name, newCharacters: tokenizer.vocabulary.entries.count - base.tokenizer.vocabulary.entries.count)
    } else {
      proposal = try TextTraining(
        characters: corpus.count, vocabulary: tokenizer.vocabulary, power: power, network: model.choices,
        choices: choices)
      if let name = SharedModel.helping(corpus, tokenizer) { report.offers(name) }
    }
    report.fitted(proposal, characters: corpus.count, askedFraction: training.validation)
    let trainer = try proposal.trainer(
      tokenizer: tokenizer, corpus: corpus, threads: threads, memoryBytes: Processors.memoryBytes, workers: workers)
    if output.dryRun {
      report.begins(trainer, power, threads: threads)
      return report.expects(trainer, steps: proposal.expectedSteps, budget, power)
    }
    let trained = try learn(trainer, power, expectedSteps: proposal.expectedSteps, budget: budget, path, run)
    if case .seconds = budget {
      let typed = Array(CommandLine.arguments.dropFirst(2))
      let words = Repetition(of: trained.trainer, typed: typed, namesSizes: model.stack.namesSizes).words
      report.repeats("train --output again.safetensors \(words.map(shellQuoted).joined(separator: " "))")
    }
    sayWhatIsNext(path, report)
  }

  /// The model to begin with; throws where an option contradicts it.
  private func base(_ name: String) throws -> TextCheckpoint {
    let base = try Processes.reading(CheckpointFolder.path(ofModel: name), TextCheckpoint.read)
    let configuration = base.model.configuration
    // The windows of the model are the length of what is read.
    let length = configuration.window != nil && training.sequenceLength != nil ? "--sequence-length" : nil
    if let option = model.contradiction(of: configuration) ?? text.contradiction(of: base.tokenizer) ?? length {
      throw CommandError.contradictsModel(option: option, model: name)
    }
    return base
  }

  /// From a checkpoint and the text that it began with to a model that has learnt more.
  private func resume(_ path: String, _ run: LearningRun) throws {
    let checkpoint = try Processes.reading(path, TextCheckpoint.read)
    let record = try TrainingRecord(resuming: checkpoint, path: path)
    if let name = origin.from, name != record.origin?.name { throw CommandError.changedOnResume(option: "--from") }
    let configuration = checkpoint.model.configuration
    let fitted = training.fitted(
      toCharacters: record.data.count, window: configuration.window, beside: record.plan)
    if let option = model.changedOption(from: configuration) ?? fitted.changedOption(from: record.plan)
      ?? text.changedOption(from: checkpoint.tokenizer)
    {
      throw CommandError.changedOnResume(option: option)
    }
    let (corpus, corpusReport) = try knownCorpus(checkpoint.tokenizer, run.report)
    run.report.read(corpusReport, tokenizer: checkpoint.tokenizer)
    let trainer = try TextTraining.trainer(
      resuming: checkpoint, corpus: corpus, threads: threads, memoryBytes: Processors.memoryBytes, workers: workers)
    if output.noEarlyStop { trainer.goOnWhenTurned() }
    if output.dryRun { return run.report.resumes(trainer) }
    // A training that goes on has the budget that it began with, unless another one is given.
    let budget = training.loop.budget ?? record.plan.seconds.map { .seconds($0) }
    _ = try learn(trainer, nil, expectedSteps: trainer.expectedSteps, budget: budget, path, run)
    sayWhatIsNext(path, run.report)
  }

  /// Trains, and says when not all of a time budget was needed.
  private func learn(
    _ trainer: TextTrainer, _ power: ComputingPower?, expectedSteps: Int, budget: Budget?, _ path: String,
    _ run: LearningRun
  ) throws -> TrainingSession<TextExamples> {
    let (mostSteps, stepsBefore) = (trainer.mostSteps, trainer.record.step)
    if let interval = output.sampleEvery, workers.isFirst {
      let samples = PassingSamples(every: interval.seconds, of: trainer, threads: threads)
      run.report.passingSample = { try samples.next(at: $0) }
    }
    let arguments = (sourceArguments + text.readingArguments).map(shellQuoted).joined(separator: " ")
    let trained = try run.learn(
      trainer, power, threads: threads,
      .init(
        budget: training.loop.budget, usual: TextTraining.usualBudget, expectedSteps: min(expectedSteps, mostSteps),
        mostSteps: mostSteps), command: "train \(arguments) --output \(shellQuoted(path))"
    ) { [threads] in try ClosingSample(of: $0, threads: threads) }
    let steps = trained.trainer.record.step
    if case .seconds(let seconds) = budget, steps >= mostSteps, steps > stepsBefore {
      run.report.endedEarly(passes: mostSteps / trained.trainer.stepsPerEpoch, seconds: seconds)
    }
    return trained
  }

  private func sayWhatIsNext(_ path: String, _ report: TrainingReport) {
    report.next("sample --checkpoint \(shellQuoted(path))", purpose: "Now write with it")
  }

  /// A character that the model lacks shows that this is not the text that the training began with.
  private func knownCorpus(
    _ tokenizer: Tokenizer, _ report: TrainingReport
  ) throws -> (TokenizedCorpus, CorpusReport) {
    do {
      return try TokenizedCorpus.build(
        from: sources, tokenizer: tokenizer, charset: text.reading.choice.name, malformed: text.reading.malformed,
        progress: report.reading)
    } catch TextEncodingError.unknownUnit(let unit, let place, _) {
      throw CommandError.otherCorpus(unit: unit, place: place)
    }
  }
}
