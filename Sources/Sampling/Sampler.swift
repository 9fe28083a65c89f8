import Kernels

/// Chooses tokens from logits: a policy, a generator, and the token that is never chosen.
public struct Sampler: Sendable {
  /// The policy.
  public let policy: SamplingPolicy
  /// A token that stands for rare units of the corpus and has no text.
  public let excluded: Int?
  private var generator: Philox
  /// Relative to the likeliest token's; those of dropped candidates are zero.
  private var probabilities: [Float] = []

  /// The random numbers of sampling; training has other purposes.
  public static let randomPurpose: UInt64 = 2

  /// A sampler at the start of the seed's numbers; sample `index` of several draws from its own part of them.
  public init(policy: SamplingPolicy, rngSeed: UInt64, index: Int = 0, excluded: Int? = nil) {
    (self.policy, self.excluded) = (policy, excluded)
    generator = Philox(seed: rngSeed, purpose: Self.randomPurpose + UInt64(index) << 8)
  }

  /// The next token. Among equal logits the likeliest is the first.
  public mutating func choose(_ logits: [Float]) -> Int { logits.withUnsafeBufferPointer { choose($0) } }

  mutating func choose(_ logits: UnsafeBufferPointer<Float>) -> Int {
    let likeliest = mostLikely(logits)
    guard policy.temperature > 0 else { return likeliest }
    probabilities.removeAll(keepingCapacity: true)
    probabilities.append(contentsOf: logits)
    exponentiate(&probabilities, largest: logits[likeliest], temperature: Float(policy.temperature))
    if let excluded { probabilities[excluded] = 0 }
    filter()
    var rest = generator.nextUnit() * probabilities.reduce(0) { $0 + Double($1) }
    for (id, probability) in probabilities.enumerated() {
      rest -= Double(probability)
      if rest < 0 { return id }
    }
    // Rounding may leave a little of the sum: it belongs to the last candidate that can be drawn at all.
    return probabilities.lastIndex { $0 > 0 } ?? likeliest
  }

  private func mostLikely(_ logits: UnsafeBufferPointer<Float>) -> Int {
    precondition(!logits.isEmpty, "a choice among no logits")
    let excluded = excluded ?? -1
    var best = excluded == 0 && logits.count > 1 ? 1 : 0
    for id in logits.indices where logits[id] > logits[best] && id != excluded { best = id }
    return best
  }

  /// Drops what the policy excludes.
  private mutating func filter() {
    if policy.topK != nil || policy.topP != nil {
      let ranked = probabilities.indices.sorted { (probabilities[$1], $0) < (probabilities[$0], $1) }
      var kept = min(policy.topK ?? ranked.count, ranked.count)
      if let topP = policy.topP {
        let enough = topP * ranked[..<kept].reduce(0) { $0 + Double(probabilities[$1]) }
        var sum = 0.0
        let last = ranked[..<kept].firstIndex {
          sum += Double(probabilities[$0])
          return sum >= enough
        }
        kept = last.map { $0 + 1 } ?? kept
      }
      for id in ranked[kept...] { probabilities[id] = 0 }
    }
    if let minP = policy.minP {
      for id in probabilities.indices where Double(probabilities[id]) < minP { probabilities[id] = 0 }
    }
  }
}
