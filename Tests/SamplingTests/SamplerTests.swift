import Foundation
import Sampling
import Testing

@Suite struct SamplerTests {
  static let logits: [Float] = [1, 3, 2, 0, 3]

  private func frequencies(_ policy: SamplingPolicy, excluded: Int? = nil, draws: Int = 40_000) -> [Double] {
    var sampler = Sampler(policy: policy, rngSeed: 5, excluded: excluded)
    var counts = [Double](repeating: 0, count: Self.logits.count)
    for _ in 0..<draws { counts[sampler.choose(Self.logits)] += 1 }
    return counts
  }

  @Test(arguments: [0.5, 1, 2]) func frequenciesFollowTheSoftmax(temperature: Double) throws {
    let draws = 40_000
    let counts = frequencies(try SamplingPolicy(temperature: temperature), draws: draws)
    let weights = Self.logits.map { exp(Double($0) / temperature) }
    let sum = weights.reduce(0, +)
    let chiSquare = zip(counts, weights).reduce(0) { total, pair in
      let expected = Double(draws) * pair.1 / sum
      return total + (pair.0 - expected) * (pair.0 - expected) / expected
    }
    // χ² with 4 degrees of freedom is above 18.47 once in a thousand seeds.
    #expect(chiSquare < 18.47)
  }

  @Test func argmaxTakesTheFirstOfTheLikeliest() throws {
    var sampler = Sampler(policy: try SamplingPolicy(temperature: 0), rngSeed: 1)
    #expect(sampler.choose(Self.logits) == 1)
    var without = Sampler(policy: try SamplingPolicy(temperature: 0), rngSeed: 1, excluded: 1)
    #expect(without.choose(Self.logits) == 4)
  }

  @Test func filtersLeaveTheRightCandidates() throws {
    func drawn(_ policy: SamplingPolicy, excluded: Int? = nil) -> Set<Int> {
      Set(frequencies(policy, excluded: excluded).enumerated().filter { $0.element > 0 }.map(\.offset))
    }
    #expect(drawn(try SamplingPolicy(topK: 1)) == [1])
    #expect(drawn(try SamplingPolicy(topK: 3)) == [1, 2, 4])
    // The two likeliest have 0.388 each, the third 0.143.
    #expect(drawn(try SamplingPolicy(topP: 0.5)) == [1, 4])
    #expect(drawn(try SamplingPolicy(topP: 0.9)) == [1, 2, 4])
    #expect(drawn(try SamplingPolicy(minP: 0.3)) == [1, 2, 4])
    #expect(drawn(try SamplingPolicy(minP: 1)) == [1, 4])
    #expect(drawn(try SamplingPolicy(), excluded: 1) == [0, 2, 3, 4])
  }

  @Test(arguments: [(-1, nil, nil), (.nan, nil, nil), (1, 0, nil), (1, nil, 1.5)] as [(Double, Int?, Double?)])
  func impossibleWishesAreRefused(temperature: Double, topK: Int?, topP: Double?) {
    #expect(throws: SamplingError.self) { try SamplingPolicy(temperature: temperature, topK: topK, topP: topP) }
  }
}
