import Checkpoints

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

  /// Characters that an n-gram model may count; 0 of what is no text.
  var comparableLength: Int { get }

  /// The loss of an n-gram model over `length` of the held-out examples; nil of what is no text, or not held out.
  ///
  /// - most: the number of characters that the model may count.
  /// - beforeEachPiece: is called now and then, and may end the work by an error.
  func nGramLoss(heldOut length: Int, counting most: Int, beforeEachPiece: () throws -> Void) rethrows -> NGramLoss?
}

extension ExampleSource {
  /// What is no text has no n-grams.
  public var comparableLength: Int { 0 }

  /// What is no text has no n-grams.
  public func nGramLoss(
    heldOut length: Int, counting most: Int, beforeEachPiece: () throws -> Void
  ) rethrows -> NGramLoss? { nil }
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
