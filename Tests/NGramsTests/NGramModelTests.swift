import Foundation
import NGrams
import TestSupport
import Testing

@Suite struct NGramModelTests {
  /// Tokens of which some follow each other more often than others.
  private static func text(_ count: Int, vocabularySize: Int, seed: UInt64) -> [Int32] {
    var (random, last) = (SplitMix64(seed: seed), 0)
    return (0..<count).map { _ in
      last = Int.random(in: 0..<3, using: &random) > 0 ? (3 * last + 1) % vocabularySize : last
      if Int.random(in: 0..<5, using: &random) == 0 { last = Int.random(in: 0..<vocabularySize, using: &random) }
      return Int32(last)
    }
  }

  private static func model(_ text: [Int32], order: Int, vocabularySize: Int) -> NGramModel {
    var counts = NGramCounts(order: order)
    // In pieces, as a corpus is read.
    for start in stride(from: 0, to: text.count, by: 7) { counts.add(text[start..<min(start + 7, text.count)]) }
    #expect(counts.tokenCount == text.count && !counts.isFull)
    return NGramModel(counts, vocabularySize: vocabularySize)
  }

  @Test(arguments: [1, 2, 3, 5, 8], [0, 1, 2, 40, 700]) func theProbabilitiesAreThoseOfTheFormula(
    order: Int, count: Int
  ) {
    let size = 6
    let text = Self.text(count, vocabularySize: size - 1, seed: 3)
    let naive = NaiveKneserNey(text, order: order, vocabularySize: size)
    var reader = Self.model(text, order: order, vocabularySize: size).reader
    let read = Self.text(60, vocabularySize: size, seed: 11)
    for (place, token) in read.enumerated() {
      let context = Array(read[max(0, place - order + 1)..<place])
      let expected = naive.probability(of: token, after: context)
      let found = reader.read(token)
      // The model keeps fractions as Float.
      #expect(abs(found - expected) < 1e-5, "order \(order), \(count) tokens, place \(place): \(found), \(expected)")
    }
  }

  @Test(arguments: [1, 2, 4]) func theProbabilitiesOfAllTokensAddUpToOne(order: Int) {
    let size = 7
    let model = Self.model(Self.text(300, vocabularySize: size, seed: 5), order: order, vocabularySize: size)
    var reader = model.reader
    for token in Self.text(50, vocabularySize: size, seed: 6) {
      let sum = (0..<Int32(size)).reduce(0.0) {
        var copy = reader
        return $0 + copy.read($1)
      }
      // The model keeps fractions as Float.
      #expect(abs(sum - 1) < 1e-5, "after \(token)")
      _ = reader.read(token)
    }
  }

  @Test func whatRepeatsIsExpectedAndNothingIsImpossible() {
    let model = Self.model((0..<200).map { Int32($0 % 4) }, order: 3, vocabularySize: 5)
    var reader = model.reader
    for token in [0, 1, 2, 3] as [Int32] { _ = reader.read(token) }
    var other = reader
    #expect(reader.read(0) > 0.9)
    let never = other.read(4)
    #expect(never > 0 && never < 0.02)
  }

  @Test func theBoundOfTheMemoryEndsTheCount() {
    var counts = NGramCounts(order: 4, mostNodes: 100)
    counts.add(Self.text(1000, vocabularySize: 50, seed: 9))
    #expect(counts.isFull && counts.tokenCount < 100)
    let before = counts.tokenCount
    counts.add([1, 2, 3])
    #expect(counts.tokenCount == before)
  }

  @Test(.enabled(if: PackageFolder.shared("corpora") != nil)) func onShakespeareItHasTheRecordedLoss() throws {
    let file = try #require(PackageFolder.shared("corpora")).appending(path: "tinyshakespeare.txt")
    let text = try Data(contentsOf: file).map { Int32($0) }
    let trained = text.count - text.count / 10
    var counts = NGramCounts(order: 5)
    counts.add(text[..<trained])
    var reader = NGramModel(counts, vocabularySize: Set(text).count).reader
    for token in text[trained - 4..<trained] { _ = reader.read(token) }
    let nats = text[trained...].reduce(0.0) { $0 - log(reader.read($1)) } / Double(text.count - trained)
    // A script in Python with dictionaries, 1.5611; Witten and Bell's smoothing has 1.6688.
    #expect(abs(nats - 1.5611) < 0.0005, "\(nats)")
  }
}

/// The formula once more, with dictionaries and slices.
private struct NaiveKneserNey {
  /// The adjusted counts of the n-grams of each order.
  private var counts: [[[Int32]: Int]]
  private let order: Int
  private let vocabularySize: Int

  init(_ text: [Int32], order: Int, vocabularySize: Int) {
    (self.order, self.vocabularySize) = (order, vocabularySize)
    counts = Array(repeating: [:], count: order + 1)
    let padded = [Int32](repeating: -1, count: order - 1) + text
    for end in padded.indices.dropFirst(order - 1) {
      counts[order][Array(padded[end - order + 1...end]), default: 0] += 1
    }
    for length in stride(from: order - 1, to: 0, by: -1) {
      for longer in counts[length + 1].keys { counts[length][Array(longer.dropFirst()), default: 0] += 1 }
    }
  }

  private func discount(_ count: Int, _ length: Int) -> Double {
    func with(_ count: Int) -> Double { Double(counts[length].values.count { $0 == count }) }
    let kind = min(count, 3)
    let base = with(1) / (with(1) + 2 * with(2))
    let value = Double(kind) - Double(kind + 1) * base * with(kind + 1) / with(kind)
    return value.isFinite && value > 0 ? value : [0.5, 1, 1.5][kind - 1]
  }

  func probability(of token: Int32, after context: [Int32]) -> Double {
    (0...min(order - 1, context.count)).reduce(1 / Double(vocabularySize)) { shorter, length in
      let context = Array(context.suffix(length))
      let followers = counts[length + 1].filter { $0.key.dropLast().elementsEqual(context) }
      let total = Double(followers.values.reduce(0, +))
      guard total > 0 else { return shorter }
      let left = followers.values.reduce(0) { $0 + discount($1, length + 1) } / total
      let own = followers[context + [token]].map { (Double($0) - discount($0, length + 1)) / total } ?? 0
      return own + left * shorter
    }
  }
}
