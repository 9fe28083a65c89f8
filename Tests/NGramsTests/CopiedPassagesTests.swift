import NGrams
import TestSupport
import Testing

@Suite struct CopiedPassagesTests {
  private static func tokens(_ text: String) -> [Int32] { text.unicodeScalars.map { Int32($0.value) } }
  private static func text(_ tokens: [Int32]?) -> String? {
    tokens.map { String(String.UnicodeScalarView($0.compactMap { Unicode.Scalar(UInt32($0)) })) }
  }

  private static func copied(_ samples: [String], from corpus: String) -> CopiedPassages {
    var copied = CopiedPassages(of: samples.map(tokens))
    copied.read(tokens(corpus))
    return copied
  }

  @Test func theLongestPassageIsFound() {
    let copied = Self.copied(
      ["the lamp is out", "a cold sea burns all night"], from: "the sea burns all day; the lamp is lit")
    #expect(Self.text(copied.longest) == " sea burns all ")
    // Fifteen of the longest passage, and the twelve of "the lamp is ".
    #expect(copied.fraction(inPassagesOf: 12) == Double(15 + 12) / 41)
    #expect(copied.fraction(inPassagesOf: 13) == 15.0 / 41)
    #expect(copied.fraction(inPassagesOf: 16) == 0)
  }

  @Test func noPassageLiesInTwoSamples() {
    let copied = Self.copied(["one", "two"], from: "onetwo")
    #expect(Self.text(copied.longest) == "one")
    #expect(copied.fraction(inPassagesOf: 4) == 0 && copied.fraction(inPassagesOf: 3) == 1)
  }

  @Test func nothingIsCopiedFromNothing() {
    for (samples, corpus) in [([], "sea"), ([""], "sea"), (["sea"], ""), (["sea"], "why")] {
      let copied = Self.copied(samples, from: corpus)
      #expect(copied.longest == nil && copied.fraction(inPassagesOf: 1) == 0, "\(samples), \(corpus)")
    }
  }

  /// Every passage of every sample is looked for in the corpus.
  @Test(arguments: [1, 2, 3], [0, 1, 9, 60]) func searchingForEachPassageFindsTheSame(alphabet: Int32, length: Int) {
    var random = SplitMix64(seed: UInt64(alphabet) * 100 + UInt64(length))
    for round in 0..<20 {
      func draw(_ count: Int) -> [Int32] { (0..<count).map { _ in Int32.random(in: 0..<alphabet, using: &random) } }
      let (samples, corpus) = ([draw(length), draw(length / 2), draw(1)], draw(40))
      var copied = CopiedPassages(of: samples)
      copied.read(corpus.prefix(13))
      copied.read(corpus.dropFirst(13))
      func isCopied(_ passage: ArraySlice<Int32>) -> Bool {
        passage.count <= corpus.count
          && (0...corpus.count - passage.count).contains { corpus[$0..<$0 + passage.count].elementsEqual(passage) }
      }
      var longest = 0
      for least in [1, 3, 5, 8] {
        var inside = 0
        for sample in samples {
          var isInside = [Bool](repeating: false, count: sample.count)
          for start in sample.indices {
            for end in start..<sample.count where isCopied(sample[start...end]) {
              longest = max(longest, end - start + 1)
              if end - start + 1 >= least { for place in start...end { isInside[place] = true } }
            }
          }
          inside += isInside.count(where: \.self)
        }
        let expected = Double(inside) / Double(samples.reduce(0) { $0 + $1.count })
        #expect(copied.fraction(inPassagesOf: least) == expected, "round \(round), passages of \(least)")
      }
      #expect(copied.longest?.count ?? 0 == longest, "round \(round)")
    }
  }
}
