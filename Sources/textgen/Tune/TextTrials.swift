import Checkpoints
import Files
import TextEncoding
import Training
import Tuning

/// Trials that learn from a text, which is read once for all of them.
struct TextTrials: TrialRunner {
  private let words: [String]
  private let length: TrialLength
  private let threads: Int
  private let memoryBytes: Double
  private let observer: TrialObserver
  private let tokenizer: Tokenizer
  private let corpus: TokenizedCorpus

  /// - words: the arguments of `train` that are the same for every trial.
  init(words: [String], length: TrialLength, threads: Int, memoryBytes: Double, observer: TrialObserver) throws {
    (self.words, self.length, self.threads, self.observer) = (words, length, threads, observer)
    self.memoryBytes = memoryBytes
    let train = try Train.parse(words)
    let report: CorpusReport
    (tokenizer, corpus, report) = try TokenizedCorpus.build(
      from: train.sources, options: train.text.corpusOptions, progress: { _, _ in })
    observer.read(report.sources.notes + (report.rareWords(others: "character").map { [$0] } ?? []))
  }

  /// Identifies the text.
  var identity: String { "\(corpus.count) characters, \(String(corpus.fingerprint, radix: 16))" }

  func check(_ settings: Settings) throws {
    let train = try parsed(settings)
    do { _ = try proposal(train) } catch let error where TuneError.isOfTrial(error) {}
  }

  private func parsed(_ settings: Settings) throws -> Train {
    try Train.parse(words + settings.flatMap { ["--\($0.name)", $0.value] })
  }

  func train(_ settings: Settings, toFraction fraction: Double, path: String) throws -> (loss: Double, step: Int)? {
    let trainer: TextTrainer
    if FileStatus.exists(path) {
      trainer = try TextTraining.trainer(
        resuming: TextCheckpoint.read(path), corpus: corpus, threads: threads,
        memoryBytes: memoryBytes)
    } else {
      trainer = try proposal(parsed(settings)).trainer(
        tokenizer: tokenizer, corpus: corpus, threads: threads, memoryBytes: memoryBytes)
    }
    return try self.train(
      trainer, length, toFraction: fraction, path: path, measure: .nats, observer: observer)
  }

  /// The network and the plan that suit the text, the length of the trials and what is set.
  private func proposal(_ train: Train) throws -> TextTraining {
    var choices = train.training.choices()
    let power: ComputingPower
    switch length {
    case .steps(let steps): choices.budget = .steps(steps)
    case .epochs(let epochs): choices.budget = .epochs(epochs)
    case .seconds(let seconds, _): choices.budget = .seconds(seconds)
    }
    let budget = choices.budget ?? TextTraining.usualBudget
    if case .seconds(_, let peak) = length {
      power = ComputingPower(peak: peak, budget: budget)
    } else {
      power = ComputingPower(peak: 0, budget: budget)
    }
    return try TextTraining(
      characters: corpus.count, vocabulary: tokenizer.vocabulary, power: power, network: train.model.choices,
      choices: choices)
  }
}
