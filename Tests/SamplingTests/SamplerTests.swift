import Foundation
import Sampling
import Testing

@Suite struct SamplerTests {
  static let logits: [Float] = [1, 3, 2, 0, 3]

  private func counts(
    _ policy: SamplingPolicy, excluded: Int? = nil, draws: Int, of logits: [Float] = logits
  ) -> [Int] {
    var sampler = Sampler(policy: policy, rngSeed: 5, excluded: excluded)
    var counts = [Int](repeating: 0, count: logits.count)
    for _ in 0..<draws { counts[sampler.choose(logits)] += 1 }
    return counts
  }

  struct Frequencies: CustomTestStringConvertible {
    let testDescription: String
    let policy: SamplingPolicy
    var excluded: Int?
    /// What may be drawn.
    let candidates: [Int]
    /// What χ² of as many candidates exceeds once in a thousand seeds.
    let critical: Double

    init(
      _ name: String, _ policy: SamplingPolicy, excluded: Int? = nil, candidates: [Int], critical: Double
    ) {
      (testDescription, self.policy, self.excluded) = (name, policy, excluded)
      (self.candidates, self.critical) = (candidates, critical)
    }
  }

  static func frequencies() throws -> [Frequencies] {
    try [
      Frequencies("temperature 0.5", SamplingPolicy(temperature: 0.5), candidates: [0, 1, 2, 3, 4], critical: 18.47),
      Frequencies("temperature 1", SamplingPolicy(), candidates: [0, 1, 2, 3, 4], critical: 18.47),
      Frequencies("temperature 2", SamplingPolicy(temperature: 2), candidates: [0, 1, 2, 3, 4], critical: 18.47),
      Frequencies("top-k 3", SamplingPolicy(topK: 3), candidates: [1, 2, 4], critical: 13.82),
      // The likeliest two have 0.39 each, the third 0.14, the fourth 0.05.
      Frequencies("top-p 0.9", SamplingPolicy(topP: 0.9), candidates: [1, 2, 4], critical: 13.82),
      Frequencies("top-p 0.95", SamplingPolicy(topP: 0.95), candidates: [0, 1, 2, 4], critical: 16.27),
      Frequencies("min-p 1", SamplingPolicy(minP: 1), candidates: [1, 4], critical: 10.83),
      Frequencies(
        "without 1 at temperature 3", SamplingPolicy(temperature: 3), excluded: 1, candidates: [0, 2, 3, 4],
        critical: 16.27),
    ]
  }

  @Test(arguments: try frequencies()) func frequenciesFollowTheSoftmaxOfTheCandidates(example: Frequencies) {
    let draws = 20_000
    let counts = counts(example.policy, excluded: example.excluded, draws: draws)
    let weights = example.candidates.map { exp(Double(Self.logits[$0]) / example.policy.temperature) }
    let sum = weights.reduce(0, +)
    let chiSquare = zip(example.candidates, weights).reduce(0) { total, pair in
      let expected = Double(draws) * pair.1 / sum
      return total + (Double(counts[pair.0]) - expected) * (Double(counts[pair.0]) - expected) / expected
    }
    #expect(chiSquare < example.critical, "\(counts)")
    #expect(example.candidates.map { counts[$0] }.reduce(0, +) == draws, "\(counts)")
  }

  @Test func argmaxTakesTheFirstOfTheLikeliest() throws {
    var sampler = Sampler(policy: try SamplingPolicy(temperature: 0), rngSeed: 1)
    #expect(sampler.choose(Self.logits) == 1)
    var without = Sampler(policy: try SamplingPolicy(temperature: 0), rngSeed: 1, excluded: 1)
    #expect(without.choose(Self.logits) == 4)
    var withoutFirst = Sampler(policy: try SamplingPolicy(temperature: 0), rngSeed: 1, excluded: 0)
    #expect(withoutFirst.choose([9, 1, 2]) == 2)
  }

  /// Four equal logits have exactly a quarter each, so that every boundary can be met exactly.
  @Test func filtersKeepWhatStandsOnTheirBoundary() throws {
    let cases: [(policy: SamplingPolicy, logits: [Float], candidates: Set<Int>)] = try [
      (SamplingPolicy(topK: 1), [0, 0, 0, 0], [0]),
      (SamplingPolicy(topK: 3), [0, 0, 0, 0], [0, 1, 2]),
      (SamplingPolicy(topK: 2), [0, 1, 0, 0], [1, 0]),
      (SamplingPolicy(topK: 4), [0, 0, 0, 0], [0, 1, 2, 3]),
      (SamplingPolicy(topK: 99), [0, 0, 0, 0], [0, 1, 2, 3]),
      (SamplingPolicy(topP: 1e-12), [0, 0, 0, 0], [0]),
      (SamplingPolicy(topP: 0.25), [0, 0, 0, 0], [0]),
      (SamplingPolicy(topP: 0.2500001), [0, 0, 0, 0], [0, 1]),
      (SamplingPolicy(topP: 0.75), [0, 0, 0, 0], [0, 1, 2]),
      (SamplingPolicy(topP: 1), [0, 0, 0, 0], [0, 1, 2, 3]),
      // e⁻¹ = 0.36788
      (SamplingPolicy(minP: 0.3678), [0, 1, 0, 1], [0, 1, 2, 3]),
      (SamplingPolicy(minP: 0.3679), [0, 1, 0, 1], [1, 3]),
      (SamplingPolicy(minP: 0), [0, 1, 0, 1], [0, 1, 2, 3]),
      (SamplingPolicy(minP: 1), [0, 1, 0, 1], [1, 3]),
      // The filters see the probabilities at the temperature: e⁻² = 0.135.
      (SamplingPolicy(temperature: 0.5, minP: 0.3), [0, 1, 0, 1], [1, 3]),
      // Half of what top-k left, then at least half of the likeliest one's.
      (SamplingPolicy(topK: 2, topP: 0.5), [0, 0, 0, 0], [0]),
      (SamplingPolicy(topK: 3, topP: 1, minP: 0.5), [0, 1, 0, 1], [1, 3]),
    ]
    for (policy, logits, candidates) in cases {
      let counts = counts(policy, draws: 500, of: logits)
      #expect(Set(counts.indices.filter { counts[$0] > 0 }) == candidates, "\(policy) of \(logits): \(counts)")
    }
  }

  @Test func theExcludedTokenTakesNobodysPlace() throws {
    for policy in try [SamplingPolicy(temperature: 0), SamplingPolicy(topK: 1), SamplingPolicy(topP: 0.5)] {
      #expect(counts(policy, excluded: 1, draws: 100, of: [0, 50, 9]) == [0, 0, 100], "\(policy)")
    }
  }

  @Test func drawsDependOnSeedAndSampleAlone() throws {
    func draws(_ rngSeed: UInt64, index: Int) throws -> [Int] {
      var sampler = Sampler(policy: try SamplingPolicy(), rngSeed: rngSeed, index: index)
      return (0..<40).map { _ in sampler.choose(Self.logits) }
    }
    #expect(try draws(8, index: 1) == draws(8, index: 1))
    #expect(try draws(8, index: 1) != draws(8, index: 0))
    #expect(try draws(8, index: 1) != draws(9, index: 1))
  }

  @Test func impossibleWishesAreRefused() {
    func expectRefused(_ name: String, _ make: () throws -> SamplingPolicy) {
      do {
        Issue.record("\(try make()) was made")
      } catch let SamplingError.outOfRange(refused, _, _) {
        #expect(refused == name)
      } catch {
        Issue.record("\(name): \(error)")
      }
    }
    for value in [-0.1, .infinity, .nan] { expectRefused("temperature") { try SamplingPolicy(temperature: value) } }
    for value in [0, -3] { expectRefused("top-k") { try SamplingPolicy(topK: value) } }
    for value in [0, -0.5, 1.5, .nan] { expectRefused("top-p") { try SamplingPolicy(topP: value) } }
    for value in [-0.5, 1.01, .nan] { expectRefused("min-p") { try SamplingPolicy(minP: value) } }
  }
}
