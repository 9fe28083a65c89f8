/// A loss averaged over examples.
public struct MeanLoss: Codable, Equatable, Sendable {
  /// Nats, or squared error.
  public var mean: Double
  /// The number of examples: predicted characters, windows of a series.
  public var count: Int

  /// A mean.
  public init(mean: Double, count: Int) { (self.mean, self.count) = (mean, count) }
}

/// Losses of examples added up.
public struct LossSum: Equatable, Sendable {
  /// Nats, or squared errors.
  public private(set) var sum: Double
  /// The number of examples.
  public private(set) var count: Int

  /// A sum; of nothing by default.
  public init(sum: Double = 0, count: Int = 0) { (self.sum, self.count) = (sum, count) }

  /// Takes one more in.
  package mutating func add(_ loss: Double) {
    sum += loss
    count += 1
  }
}

extension [LossSum] {
  /// The mean of all, added up in their order.
  public var mean: MeanLoss {
    let (sum, count) = reduce((0.0, 0)) { ($0.0 + $1.sum, $0.1 + $1.count) }
    return MeanLoss(mean: sum / Double(Swift.max(1, count)), count: count)
  }
}
