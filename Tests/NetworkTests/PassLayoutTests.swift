import Network
import Testing

@Suite struct PassLayoutTests {
  /// Sixteen parts of 17 losses each, 17 apart, whose warm-up of 20 tokens would begin three before the text.
  @Test func nothingBeforeThePartIsRead() throws {
    let (first, count, most) = (40, 16 * 17 + 9, 16 * 17)
    let layout = PassLayout(count: count, most: most)
    #expect(layout.streams == 16 && layout.warmUp == 20)
    #expect((count - 1) / layout.streams < layout.warmUp)
    let fixture = try Fixture(
      ModelConfiguration(vocabularySize: 7, input: .embedding(size: 3), hiddenSizes: [9]), steps: 1, batchSize: 1)
    let part = (0..<count).map { Int32($0 * $0 % 7) }
    func losses(before token: Int32) -> [Int: Double] {
      var losses: [Int: Double] = [:]
      let text = TokenList([Int32](repeating: token, count: first) + part)
      fixture.loaded.forEachLossNats(in: first..<first + count, of: text, layout: layout) { losses[$0] = $1 }
      return losses
    }
    let expected = losses(before: 2)
    #expect(expected.count == most)
    let others = losses(before: 5)
    #expect(expected.keys.filter { others[$0] != expected[$0] }.sorted() == [])
  }

  @Test(arguments: [(2, 1), (9, 4), (281, 272), (5000, 900), (5000, 5000), (70_000, 70_000)])
  func theRangesAreWhatIsTold(count: Int, most: Int) throws {
    let layout = PassLayout(count: count, most: most)
    let fixture = try Fixture(
      ModelConfiguration(vocabularySize: 3, input: .oneHot, hiddenSizes: [1]), steps: 1, batchSize: 1)
    var told: Set<Int> = []
    let text = TokenList((0..<count).map { Int32($0 % 3) })
    fixture.loaded.forEachLossNats(in: 0..<count, of: text, layout: layout) { place, _ in told.insert(place) }
    let ranges = layout.ranges(of: count - 1)
    #expect(Set(ranges.joined()) == told)
    #expect(ranges.reduce(0) { $0 + $1.count } == told.count)
  }

  @Test func placesOutsideAreReadAsTheNearestInside() {
    let text = TokenList([10, 11, 12, 13, 14, 15])
    var (columns, buffer) = ([Int32](repeating: 0, count: 10), [Int32]())
    text.write(from: 0, notBefore: 2, upTo: 6, to: 0, of: &columns, streams: 2, buffer: &buffer)
    text.write(from: 3, notBefore: 2, upTo: 5, to: 1, of: &columns, streams: 2, buffer: &buffer)
    #expect(columns == [12, 13, 12, 14, 12, 14, 13, 14, 14, 14])
    text.write(from: -7, upTo: 6, to: 0, of: &columns, streams: 1, buffer: &buffer)
    #expect(columns == [Int32](repeating: 10, count: 8) + [11, 12])
  }
}
