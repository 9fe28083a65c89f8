import Testing
import TextEncoding

@Suite struct RareUnitsTests {
  private static let frequent = [Int](repeating: 10_000, count: 256)

  @Test func accidentsAreDropped() {
    // 256 · 10,000 and 400 of one to three: 800 of 2,560,800.
    let rare = (0..<400).map { 1 + $0 % 3 }
    #expect(RareUnits.leastCount(Self.frequent + rare) == 4)
    #expect(RareUnits.leastCount(rare.reversed() + Self.frequent) == 4)
    // 1,300 once and some twice: a two-thousandth are 1,281.
    #expect(RareUnits.leastCount(Self.frequent + [Int](repeating: 1, count: 1300)) == 1)
    #expect(RareUnits.leastCount(Self.frequent + [Int](repeating: 1, count: 1200) + [90, 91]) == 2)
  }

  @Test func aUnitIsKeptWithAllThatAreAsFrequent() {
    // 281 of them twice: one more of these would be too much.
    let twice = [Int](repeating: 2, count: 281)
    #expect(RareUnits.leastCount(Self.frequent + [Int](repeating: 1, count: 1000) + twice) == 2)
  }

  @Test func whatIsNotMostlyAccidentsIsKept() {
    // Few units.
    #expect(RareUnits.leastCount([Int](repeating: 1_000_000, count: 100) + [Int](repeating: 1, count: 411)) == 1)
    #expect(RareUnits.leastCount([Int](repeating: 1_000_000, count: 256) + [Int](repeating: 1, count: 256)) == 2)
    // Fewer than half.
    #expect(RareUnits.leastCount([Int](repeating: 1_000_000, count: 400) + [Int](repeating: 1, count: 399)) == 1)
    // An alphabet of thousands, as Chinese has: rare ones are a part of the text.
    #expect(RareUnits.leastCount((1...3000).map { 3000 / $0 }) == 1)
    // 256 are kept at least.
    let steps = (0..<13).flatMap { [Int](repeating: 1 << $0, count: 50) } + [40_000_000]
    #expect(RareUnits.leastCount(steps) == 65)
    #expect(RareUnits.leastCount([]) == 1)
  }
}
