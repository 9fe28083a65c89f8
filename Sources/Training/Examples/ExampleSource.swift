import Checkpoints
import Kernels
import Network

/// What a training learns from: batches of examples in an order that a seed fixes, and examples held out from it.
///
/// The one seam between the training loop and what is trained on.
public protocol ExampleSource: Sendable {
  /// What turns the data into numbers; it goes into the checkpoint.
  associatedtype Subject: CheckpointSubject
  /// See `Subject`.
  var subject: Subject { get }
  /// Identifies the data when a training is resumed.
  var identity: DataIdentity { get }
  /// Batches in an epoch.
  var batchesPerEpoch: Int { get }
  /// Examples in a batch: characters that are predicted, or windows.
  var examplesPerBatch: Int { get }
  /// Examples that are held out.
  var heldOutCount: Int { get }
  /// Where in the data the next batch begins.
  var position: StreamPosition { get }

  /// The next batch. No allocation where the last one is not kept.
  ///
  /// A batch of numbers may be a view of the source's buffers, which the next call overwrites: whoever needs the batch
  /// after that copies its numbers.
  ///
  /// - step: the number of the training step, from 0.
  mutating func next(step: Int) -> Batch

  /// A part of the examples, to be evaluated; nil of an empty part.
  func examples(of part: EvaluationPart) -> EvaluationExamples?
}

/// The examples of a step.
public struct Batch: Sendable {
  /// What B streams read in T steps.
  public var input: SequenceInput
  /// One for each row that the network's head reads.
  public var targets: SequenceTargets
  /// The streams that begin anew.
  public var resets: StreamResets

  /// A batch.
  public init(input: SequenceInput, targets: SequenceTargets, resets: StreamResets) {
    (self.input, self.targets, self.resets) = (input, targets, resets)
  }
}

/// The streams of a batch that begin from the empty state.
public enum StreamResets: Equatable, Sendable {
  /// All streams go on.
  case none
  /// One stream begins anew.
  case stream(Int)
  /// All streams begin anew.
  case all

  /// Puts a carried state back to zeros where streams begin anew.
  func apply(to state: RecurrentState) {
    switch self {
    case .none: break
    case .stream(let stream): state.reset(stream: stream)
    case .all: state.reset()
    }
  }
}

/// Examples whose losses are measured.
public enum EvaluationExamples: Sendable {
  /// A part of a text, of which about so many losses are asked for: in nats.
  case text(any TokenReading, in: Range<Int>, most: Int)
  /// Windows of numbers; `write` puts one into a column of `[T·B, D]` features and `[B, outputs]` targets: the mean
  /// squared error.
  case windows(Int, write: @Sendable (_ window: Int, _ column: Int, _ features: Matrix, _ targets: Matrix) -> Void)

  /// Chunks of streams `[T, B]`, read one after the other from the empty state; the losses of the first `warmUp` do not
  /// count.
  case chunks([Batch], steps: Int, streams: Int, warmUp: Int)

  /// The mean loss by a model.
  public func meanLoss(by model: LoadedModel) -> MeanLoss {
    switch self {
    case .text(let text, let range, let most):
      return model.meanLossNats(in: range, of: text, layout: PassLayout(count: range.count, most: most))
    case .windows(let count, let write): return model.meanLoss(ofWindows: count, write)
    case .chunks(let chunks, let steps, let streams, let warmUp):
      let pass = Pass(model, steps: steps, streams: streams)
      var (sum, count) = (0.0, 0)
      for (number, chunk) in chunks.enumerated() {
        chunk.resets.apply(to: pass.state)
        let losses = pass.losses(chunk.input, targets: chunk.targets)
        guard number >= warmUp else { continue }
        for row in 0..<losses.rows { sum += Double(losses[row, 0]) }
        count += losses.rows
      }
      return MeanLoss(mean: sum / Double(max(1, count)), count: count)
    }
  }
}

/// Examples that are evaluated: at most so many, spread evenly over what is held out or what is trained on.
public enum EvaluationPart: Equatable, Sendable {
  /// Of what is held out.
  case heldOut(most: Int)
  /// Of what is trained on.
  case training(most: Int)

  /// All that is held out.
  public static let allHeldOut = EvaluationPart.heldOut(most: .max)

  /// The examples that the part is taken from, of two ranges, and how many of them at most.
  package func choose(heldOut: Range<Int>, training: Range<Int>) -> (range: Range<Int>, most: Int) {
    switch self {
    case .heldOut(let most): (heldOut, most)
    case .training(let most): (training, most)
    }
  }
}

/// What tells two sets of data apart.
public struct DataIdentity: Codable, Equatable, Sendable {
  /// Tokens of a text, rows of a series.
  public var count: Int
  /// XXH64 of them, in hexadecimal.
  public var fingerprint: String

  /// An identity.
  public init(count: Int, fingerprint: UInt64) {
    (self.count, self.fingerprint) = (count, String(fingerprint, radix: 16))
  }
}

/// How far a training has come in its data.
public struct StreamPosition: Codable, Equatable, Sendable {
  /// Epochs finished.
  public var epoch: Int
  /// Where in the epoch.
  public var offset: Int

  /// A position; the start by default.
  public init(epoch: Int = 0, offset: Int = 0) { (self.epoch, self.offset) = (epoch, offset) }
}
