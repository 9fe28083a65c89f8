import Checkpoints
import Kernels
import Network
import Training

/// Streams of random symbols whose target at each step is the symbol `lag` steps before: nothing but memory helps.
///
/// A network that remembers nothing loses log₂ 8 = 3 bits a symbol, and one that remembers everything loses none.
struct CopyTask: ExampleSource {
  /// What the checkpoint of such a model would have to know.
  struct Subject: CheckpointSubject {
    static let metadataKey = "copy-task"
    static let kind = "a model of a copy task"

    let lag: Int

    func check(with configuration: ModelConfiguration) throws(FieldError) {
      guard configuration.vocabularySize == symbols, configuration.output.size == symbols else {
        throw FieldError(field: "symbols", problem: "are \(symbols), for a model of \(configuration.vocabularySize)")
      }
    }
  }

  static let symbols = 8

  let subject: Subject
  private var training: Streams
  private let heldOut: Streams

  /// The task with B streams in chunks of T steps.
  init(lag: Int, plan: TrainingPlan) {
    subject = Subject(lag: lag)
    training = Streams(
      lag: lag, steps: plan.sequenceLength, count: plan.batchSize, generator: Philox(seed: plan.rngSeed, purpose: 1))
    heldOut = Streams(lag: lag, steps: 32, count: 64, generator: Philox(seed: plan.rngSeed, purpose: 2))
  }

  /// The streams never end, and a seed makes them.
  var identity: DataIdentity { DataIdentity(count: 0, fingerprint: training.seed) }
  var batchesPerEpoch: Int { 1 << 30 }
  var position: StreamPosition { StreamPosition(offset: training.chunks) }

  /// One stream a step starts anew, as in a training on text: a state that is only ever carried drifts to where no
  /// other stream comes, and what is learnt there is of no use from the empty state.
  mutating func next(step: Int) -> Batch {
    training.advance()
    return Batch(
      input: .tokens(training.inputs), targets: .tokens(training.targets), resets: .stream(step % training.count))
  }

  /// Symbols of a batch.
  var examplesPerBatch: Int { training.steps * training.count }
  /// The symbols of other streams whose losses count.
  var heldOutCount: Int { 8 * heldOut.steps * heldOut.count }

  /// All 16,384 symbols of other streams, after as many that warm up; those trained on never come again.
  func examples(of part: EvaluationPart) -> EvaluationExamples? {
    guard case .heldOut = part else { return nil }
    var streams = heldOut
    let chunks = (0..<16).map { _ in
      streams.advance()
      return Batch(input: .tokens(streams.inputs), targets: .tokens(streams.targets), resets: .none)
    }
    return .chunks(chunks, steps: streams.steps, streams: streams.count, warmUp: 8)
  }
}

extension CopyTask {
  /// Some streams, read side by side and chunk after chunk without end.
  struct Streams {
    let lag, steps, count: Int
    private(set) var chunks = 0
    private var generator: Philox
    /// The chunk and the `lag` steps before it, step by step: inputs are its end, targets its beginning.
    private var symbols: [Int32]

    init(lag: Int, steps: Int, count: Int, generator: Philox) {
      (self.lag, self.steps, self.count, self.generator) = (lag, steps, count, generator)
      symbols = [Int32](repeating: 0, count: (lag + steps) * count)
    }

    var seed: UInt64 { generator.seed }
    var inputs: [Int32] { Array(symbols.suffix(steps * count)) }
    var targets: [Int32] { Array(symbols.prefix(steps * count)) }

    mutating func advance() {
      symbols.removeFirst(steps * count)
      for _ in 0..<steps * count { symbols.append(Int32(generator.next() % UInt64(CopyTask.symbols))) }
      chunks += 1
    }
  }
}
