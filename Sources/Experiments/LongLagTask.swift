import Checkpoints
import Kernels
import Network
import Training

/// Sequences whose first symbol, one of two, is asked for after `lag` steps of random other symbols (Hochreiter and
/// Schmidhuber 1997, experiment 2, without local regularities).
///
/// A network that has forgotten the first symbol loses 1 bit, and one that remembers the symbol loses none.
struct LongLagTask: ExampleSource {
  /// What the checkpoint of such a model would have to know.
  struct Subject: CheckpointSubject {
    static let metadataKey = "long-lag"
    static let kind = "a model of a long-lag task"

    let lag: Int

    func check(with configuration: ModelConfiguration) throws(FieldError) {
      guard configuration.window == lag, configuration.vocabularySize == symbols, configuration.output.size == signals
      else { throw FieldError(field: "lag", problem: "is \(lag), with \(symbols) symbols, for another network") }
    }
  }

  /// The symbols that are asked for.
  static let signals = 2
  /// These and the others.
  static let symbols = 10

  let subject: Subject
  private var generator: Philox
  private let heldOutSeed: UInt64
  private let streams: Int
  private var sequences = 0

  /// The task in batches of as many sequences as the plan says.
  init(lag: Int, plan: TrainingPlan) {
    precondition(lag > 0, "a lag of \(lag) steps")
    (subject, streams, heldOutSeed) = (Subject(lag: lag), plan.batchSize, plan.rngSeed)
    generator = Philox(seed: plan.rngSeed, purpose: 1)
  }

  /// The sequences never end, and a seed makes them.
  var identity: DataIdentity { DataIdentity(count: 0, fingerprint: heldOutSeed) }
  var batchesPerEpoch: Int { 1 << 30 }
  var examplesPerBatch: Int { streams }
  var heldOutCount: Int { 256 }
  var position: StreamPosition { StreamPosition(offset: sequences) }

  mutating func next(step: Int) -> Batch {
    sequences += streams
    return Self.batch(lag: subject.lag, streams: streams, &generator)
  }

  /// Other sequences, the same each time.
  func examples(of part: EvaluationPart) -> EvaluationExamples? {
    guard case .heldOut = part else { return nil }
    var generator = Philox(seed: heldOutSeed, purpose: 2)
    let chunks = (0..<heldOutCount / 64).map { _ in Self.batch(lag: subject.lag, streams: 64, &generator) }
    return .chunks(chunks, steps: subject.lag, streams: 64, warmUp: 0)
  }

  /// `[T, B]` symbols of which the first row are the signals, and these again as targets.
  private static func batch(lag: Int, streams: Int, _ generator: inout Philox) -> Batch {
    let first = (0..<streams).map { _ in Int32(generator.next() % UInt64(signals)) }
    let others = (0..<(lag - 1) * streams).map { _ in
      Int32(signals) + Int32(generator.next() % UInt64(symbols - signals))
    }
    return Batch(input: .tokens(first + others), targets: .tokens(first), resets: .all)
  }
}
