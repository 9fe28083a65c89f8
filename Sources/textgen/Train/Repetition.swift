import Glibc
import Network
import Training

/// The words of a command that repeats a training: those that were typed, but for its length and its files, and an option
/// for each choice that the program made.
struct Repetition {
  let words: [String]

  /// - typed: the arguments after the command's name.
  /// - namesSizes: whether they name the size of each layer.
  init(of trainer: TextTrainer, typed: [String], namesSizes: Bool) {
    let kept = Self.withoutLengthAndFiles(typed)
    let given = Set(kept.map { $0.prefix { $0 != "=" }.description })
    var options: [(String, String)] = [("--steps", "\(trainer.record.step)")]
    let (plan, configuration) = (trainer.record.plan, trainer.model.configuration)
    // A model to begin with has its own sizes and cells.
    let isFresh = trainer.record.origin == nil
    if isFresh && !namesSizes { options.append(("--hidden-size", "\(configuration.layers[0].hiddenSize)")) }
    if isFresh, let name = CellKind.named.first(where: { $0.kind == configuration.layers[0].cell })?.name {
      options.append(("--cell", name))
    }
    if isFresh, let encoding = configuration.input.encoding, encoding != .oneHot {
      options.append(("--ngrams", "\(encoding.longestNGram)"))
      if let rows = encoding.nGramRows { options.append(("--ngram-rows", "\(rows)")) }
    }
    options.append(("--dropout", "\(configuration.dropout)"))
    options.append(("--recurrent-dropout", "\(configuration.recurrentDropout)"))
    options.append(("--batch-size", "\(plan.batchSize)"))
    if let parts = plan.parts { options.append(("--parts", "\(parts)")) }
    if let size = plan.microBatchSize { options.append(("--micro-batch-size", "\(size)")) }
    if configuration.window == nil { options.append(("--sequence-length", "\(plan.sequenceLength)")) }
    options.append(("--learning-rate", "\(plan.optimizer.learningRate)"))
    options.append(("--weight-decay", "\(plan.optimizer.weightDecay)"))
    options.append(("--warm-up", "\(plan.schedule.warmUpSteps)"))
    if let moves = plan.schedule.moves { options.append(("--end-moved", EndMoves.text(moves))) }
    if let interval = plan.evaluationInterval { options.append(("--evaluate-every", "\(interval)")) }
    if let length = plan.evaluationLength, length > 0 { options.append(("--evaluation-length", "\(length)")) }
    options.append(("--rng-seed", "\(plan.rngSeed)"))
    // In front, since what stands behind `--` is a file.
    words = options.filter { !given.contains($0.0) }.flatMap { [$0.0, $0.1] } + kept
  }

  private static func withoutLengthAndFiles(_ typed: [String]) -> [String] {
    let withValue: Set = [
      "--time", "--epochs", "--steps", "--output", "-o", "--checkpoint-every", "--threads", "--batch-size",
      "--sequence-length", "--parts", "--micro-batch-size", "--sample-every",
    ]
    let flags: Set = ["--force", "--resume", "--json", "--quiet", "-q", "--verbose", "-v"]
    var (kept, skipsNext): ([String], Bool) = ([], false)
    for word in typed {
      if skipsNext {
        skipsNext = false
      } else if withValue.contains(word) {
        skipsNext = true
      } else if !flags.contains(word), !withValue.contains(where: { word.hasPrefix($0 + "=") }) {
        kept.append(word)
      }
    }
    return kept
  }
}
