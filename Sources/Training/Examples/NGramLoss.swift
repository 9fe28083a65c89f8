import Network

/// The held-out loss of an n-gram model of the same text, beside which a network's is to be seen.
public struct NGramLoss: Codable, Equatable, Sendable {
  /// The order that every training is compared with.
  public static let usualOrder = 5

  /// n: the model predicts a character from the n − 1 before it.
  public var order: Int
  /// The loss over the characters on which the network was measured, in nats.
  public var heldOut: MeanLoss
  /// The characters that the model has counted, the last ones before those held out.
  public var counted: Int

  /// A loss.
  public init(order: Int, heldOut: MeanLoss, counted: Int) {
    (self.order, self.heldOut, self.counted) = (order, heldOut, counted)
  }
}
