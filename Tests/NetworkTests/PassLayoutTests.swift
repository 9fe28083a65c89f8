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

  /// Streams of a layout and blocks of windows have the same losses, whichever others are computed beside them.
  @Test(arguments: [nil, 5]) func piecesHaveTheSameLossesByThemselves(window: Int?) throws {
    var configuration = ModelConfiguration(
      vocabularySize: 7, input: .ngrams(size: 5, longest: 3, rows: 64), hiddenSizes: [37, 21])
    if let window { configuration.readout = .lastStep(window: window) }
    let fixture = try Fixture(configuration, steps: window ?? 1, batchSize: 1, threads: 2)
    let text = TokenList((0..<9000).map { Int32($0 * $0 % 7) })
    for most in [9000, 700] {
      let layout = PassLayout(count: 8990, most: most)
      let count = fixture.loaded.lossPieceCount(of: 8990, layout: layout)
      #expect(count == (window == nil ? layout.streams : (min(most, 8989) + 63) / 64))
      func sums(_ pieces: Range<Int>) -> [LossSum] {
        fixture.loaded.lossSums(of: pieces, in: 5..<8995, of: text, layout: layout, beforeEachPass: {})
      }
      let whole = sums(0..<count)
      let told = window == nil ? most / layout.streams * layout.streams : most
      #expect(whole.reduce(0) { $0 + $1.count } == min(told, 8989))
      for shares in [2, 3, count] {
        let parts = (0..<shares).flatMap { sums(count * $0 / shares..<count * ($0 + 1) / shares) }
        #expect(parts == whole, "\(shares) shares of \(count) pieces, \(most) losses")
      }
    }
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
