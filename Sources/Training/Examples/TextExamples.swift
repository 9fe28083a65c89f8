import Checkpoints
import Kernels
import Network
import TextEncoding

/// A tokenised text as examples: streams with a carried state for a network that predicts at every step, shuffled
/// windows for one that predicts from the last step of a window.
public struct TextExamples: ExampleSource {
  /// Text to tokens.
  public let subject: Tokenizer
  /// Tokens that are trained on; the rest is held out.
  public let trainingTokens: Int
  private let corpus: TokenizedCorpus
  private var reading: Reading
  private var inputs: [Int32]
  private var targetTokens: [Int32]

  private enum Reading: Sendable {
    case streams(BatchStream)
    case windows(ExampleOrder, length: Int, batchSize: Int)
  }

  /// The examples of a plan. Its B and T have to fit the corpus (`BatchStream.fit`).
  ///
  /// - window: T where the network reads windows.
  public init(
    tokenizer: Tokenizer, corpus: TokenizedCorpus, plan: TrainingPlan, window: Int?,
    position: StreamPosition = StreamPosition()
  ) {
    (subject, self.corpus) = (tokenizer, corpus)
    trainingTokens = Self.trainingTokens(of: corpus.count, validationShare: plan.validationShare)
    if let window {
      reading = .windows(
        ExampleOrder(count: trainingTokens - window, seed: plan.rngSeed, position: position), length: window,
        batchSize: plan.batchSize)
    } else {
      reading = .streams(
        BatchStream(
          tokens: trainingTokens, batchSize: plan.batchSize, sequenceLength: plan.sequenceLength, seed: plan.rngSeed,
          position: position))
    }
    inputs = [Int32](repeating: 0, count: plan.batchSize * plan.sequenceLength)
    targetTokens = window == nil ? inputs : [Int32](repeating: 0, count: plan.batchSize)
  }

  /// Tokens of a corpus that a plan trains on.
  public static func trainingTokens(of count: Int, validationShare: Double) -> Int {
    count - Int(Double(count) * validationShare)
  }

  /// Tokens and their hash.
  public var identity: DataIdentity { DataIdentity(count: corpus.count, fingerprint: corpus.fingerprint) }

  /// The last batch of an epoch of windows goes on with the next one's.
  public var batchesPerEpoch: Int {
    switch reading {
    case .streams(let stream): stream.batchesPerEpoch
    case .windows(let order, _, let batchSize): (order.count + batchSize - 1) / batchSize
    }
  }

  /// B · T characters of streams, or B windows.
  public var examplesPerBatch: Int { targetTokens.count }
  /// The first character that is held out has nothing before it to be predicted from.
  public var heldOutCount: Int { max(0, corpus.count - trainingTokens - 1) }

  /// Where the streams stand, or the place in the order of the windows.
  public var position: StreamPosition {
    switch reading {
    case .streams(let stream): stream.position
    case .windows(let order, _, _): order.position
    }
  }

  /// The next chunk of every stream, or the next windows.
  public mutating func next(step: Int) -> Batch {
    let resets: StreamResets
    switch reading {
    case .streams(var stream):
      let isNewEpoch = stream.next(of: corpus, inputs: &inputs, targets: &targetTokens)
      resets = isNewEpoch ? .all : .turn(step: step, streams: stream.batchSize)
      reading = .streams(stream)
    case .windows(var order, let length, let batchSize):
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: length + 1) { tokens in
        for b in 0..<batchSize {
          let first = order.next()
          corpus.copyTokens(first..<first + length + 1, into: tokens)
          inputs.fillColumn(b, of: batchSize) { tokens[$0] }
          targetTokens[b] = tokens[length]
        }
      }
      resets = .all
      reading = .windows(order, length: length, batchSize: batchSize)
    }
    return Batch(input: .tokens(inputs), targets: .tokens(targetTokens), resets: resets)
  }

  /// A stateful network reads long parts in several places at once, each after a warm-up (`PassLayout`).
  public func examples(of part: EvaluationPart) -> EvaluationExamples? {
    // Windows that reach beyond the beginning of the text were not trained on.
    let first = if case .windows(_, let length, _) = reading { length - 1 } else { 0 }
    let (range, most) = part.choose(heldOut: trainingTokens..<corpus.count, training: first..<trainingTokens)
    return range.count > 1 && most > 0 ? .text(corpus, in: range, most: most) : nil
  }
}
