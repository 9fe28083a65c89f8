import Glibc
import Kernels

/// Chooses tokens from logits: a policy, a generator, and the token that is never chosen.
public struct Sampler: Sendable {
  /// The policy.
  public let policy: SamplingPolicy
  /// A token that stands for rare units of the corpus and has no text.
  public let excluded: Int?
  private var generator: Philox
  private var candidates: [(id: Int, probability: Double)] = []

  /// The seed's stream for sampling; training uses others.
  public static let randomStream: UInt64 = 2

  /// A sampler at the start of the seed's numbers; sample `index` of several draws from its own part of them.
  public init(policy: SamplingPolicy, rngSeed: UInt64, index: Int = 0, excluded: Int? = nil) {
    (self.policy, self.excluded) = (policy, excluded)
    generator = Philox(seed: rngSeed, stream: Self.randomStream + UInt64(index) << 8)
  }

  /// The next token. Among equal logits the likeliest is the first.
  public mutating func choose(_ logits: [Float]) -> Int {
    let likeliest = mostLikely(logits)
    guard policy.temperature > 0 else { return likeliest }
    candidates.removeAll(keepingCapacity: true)
    let largest = Double(logits[likeliest])
    for (id, logit) in logits.enumerated() where id != excluded {
      candidates.append((id, exp((Double(logit) - largest) / policy.temperature)))
    }
    filter()
    var rest = generator.nextUnit() * candidates.reduce(0) { $0 + $1.probability }
    for candidate in candidates {
      rest -= candidate.probability
      if rest < 0 { return candidate.id }
    }
    // Rounding may leave a little of the sum: it belongs to the last candidate that can be drawn at all.
    return candidates.last { $0.probability > 0 }?.id ?? likeliest
  }

  private func mostLikely(_ logits: [Float]) -> Int {
    precondition(!logits.isEmpty, "a choice among no logits")
    var best = excluded == 0 && logits.count > 1 ? 1 : 0
    for id in logits.indices where id != excluded && logits[id] > logits[best] { best = id }
    return best
  }

  /// Drops what the policy excludes. Probabilities are relative to the likeliest one's.
  private mutating func filter() {
    if policy.topK != nil || policy.topP != nil {
      candidates.sort { ($1.probability, $0.id) < ($0.probability, $1.id) }
      if let topK = policy.topK, topK < candidates.count { candidates.removeSubrange(topK...) }
      if let topP = policy.topP {
        let enough = topP * candidates.reduce(0) { $0 + $1.probability }
        var sum = 0.0
        if let last = candidates.firstIndex(where: {
          sum += $0.probability
          return sum >= enough
        }) {
          candidates.removeSubrange((last + 1)...)
        }
      }
    }
    if let minP = policy.minP { candidates.removeAll { $0.probability < minP } }
  }
}
