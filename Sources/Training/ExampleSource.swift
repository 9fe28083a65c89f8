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
  /// The batch that `advance` went to: valid until it is called again.
  var input: SequenceInput { get }
  /// The targets of the batch.
  var targets: SequenceTargets { get }

  /// Goes to the next batch, and puts `state` back to zeros where a stream begins anew.
  ///
  /// - step: the number of the training step, from 0.
  mutating func advance(step: Int, state: RecurrentState)

  /// The mean loss over a part of the examples, in the state of the given weights; nil of an empty part.
  func meanLoss(
    of part: EvaluationPart, model: SequenceModel, parameters: ParameterVector, packed: PackedWeights,
    on team: ThreadTeam
  ) -> MeanLoss?
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
