import Inspecting
import Testing

@Suite struct CellSearchTests {
  @Test func plantedCellsAreFound() throws {
    let search = CellSearch(plantedRecord(stories.units))
    let quotes = try #require(search.found.first { $0.feature == TextFeature.insideQuotes.name })
    #expect((quotes.layer, quotes.unit) == (1, 5))
    #expect(quotes.correlation > 0.95)
    let lines = try #require(search.found.first { $0.feature == TextFeature.linePosition.name })
    #expect((lines.layer, lines.unit) == (2, 2))
    #expect(lines.correlation < -0.9, "the planted cell falls")
    #expect(search.matches.map(\.score) == search.matches.map(\.score).sorted(by: >))
    #expect(search.found + search.weak == search.matches)
  }

  /// 20 seeds of 200 units over 350 characters: the best |r| of noise stays near √(2 ln 400 / 350) ≈ 0.19.
  @Test(arguments: 0..<20) func noiseIsNotFound(seed: UInt64) {
    let search = CellSearch(noiseCells(stories.units, units: 200, seed: seed))
    #expect(search.matches.count == TextFeature.allCases.count)
    #expect(search.found.isEmpty, "seed \(seed): \(search.found)")
  }

  /// In twenty characters the best of 500 units of noise is above 0.5, and still nothing.
  @Test(arguments: 0..<10) func noiseOverAShortTextIsNotFound(seed: UInt64) {
    let search = CellSearch(noiseCells("a \"b c\" (d)\nE fg hij".units, units: 500, seed: seed))
    #expect(search.matches.contains { $0.score >= 0.5 }, "seed \(seed)")
    #expect(search.found.isEmpty, "seed \(seed): \(search.found)")
    #expect(search.note.contains("fewer than 100 characters"))
  }

  @Test func featuresThatDoNotVaryAreLeftOut() {
    let search = CellSearch(noiseRecord("all of it on one line".units, units: [5]))
    #expect(Set(search.matches.map(\.feature)) == [TextFeature.linePosition.name, TextFeature.wordPosition.name])
  }

  @Test func cellsThatDoNotMoveMatchNothing() {
    var record = noiseRecord(stories.units, units: [2])
    record.layers[0].values[.cell] = stories.map { _ in [0.1, 1e-30] }
    #expect(CellSearch(record).matches.isEmpty)
    #expect(CellSearch(noiseRecord([], units: [3])).matches.isEmpty)
    #expect(CellSearch(TextRecord(characters: ["a"], layers: [])).matches.isEmpty)
  }

  @Test func aTinyMovementOnALargeStateIsStillExact() throws {
    var record = noiseRecord(stories.units, units: [1])
    let feature = TextFeature.upperCase.values(of: record.characters)
    // Cells this small are their own tanh, and their squares vanish in single precision.
    record.layers[0].values[.cell] = feature.map { [1e-3 + 1e-6 * Float($0)] }
    let match = try #require(CellSearch(record).matches.first)
    #expect(match.feature == TextFeature.upperCase.name)
    // Float keeps four digits of the difference.
    #expect(match.correlation > 0.999)
  }
}
