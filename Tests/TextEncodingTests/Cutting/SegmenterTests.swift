import Testing
import TextEncoding

@Suite struct SegmenterTests {
  private static let hasConformanceFile = ConditionTrait.enabled(
    if: !ConformanceFile.graphemeBreaks.isEmpty,
    "needs GraphemeBreakTest.txt (package unicode-data) of Unicode \(UnicodeVersion.current), which ICU has")

  /// The clusters of a line such as `÷ 0020 × 0308 ÷ 0020 ÷`.
  private static func clusters(_ line: Substring) -> [[UInt16]] {
    line.split(separator: "÷").map { ConformanceFile.utf16($0.filter { $0 != "×" && $0 != "\t" }) }
      .filter { !$0.isEmpty }
  }

  @Test(hasConformanceFile) func unicodesOwnTests() throws {
    let examples = ConformanceFile.graphemeBreaks.map(Self.clusters)
    #expect(examples.count > 500)
    for clusters in examples {
      let text = Array(clusters.joined())
      #expect(try units(of: [text]) == clusters, "\(text)")
      for cut in cuts(text) { #expect(try units(of: cut) == clusters, "\(cut)") }
    }
  }

  /// The examples as one text. Control characters between them keep them apart: nothing joins to one.
  @Test(hasConformanceFile, arguments: 1...5) func unicodesOwnTestsInPieces(size: Int) throws {
    let clusters: [[UInt16]] = ConformanceFile.graphemeBreaks.flatMap { [[1]] + Self.clusters($0) }
    let text: [UInt16] = Array(clusters.joined())
    #expect(try units(of: pieces(of: text, scalars: size)) == clusters)
  }

  static let families: [(name: String, clusters: [String])] = [
    ("letters", ["a", "b", " ", "c"]),
    ("CR LF", ["a", "\r\n", "\n", "\r", "b"]),
    ("several marks", ["e\u{301}\u{323}", "\u{E9}", "x"]),
    ("a mark without a base", ["\u{301}", "\n", "\u{301}\u{302}", "\n"]),
    ("a family held by joiners", ["👨‍👩‍👧‍👦", "👨", "👩"]),
    ("skin tones", ["👩🏽‍🏫", "👋🏿", "👋"]),
    ("keycaps and variants", ["1\u{FE0F}\u{20E3}", "❤\u{FE0F}", "❤\u{FE0E}", "❤"]),
    ("flags in pairs", ["🇳🇴", "🇵🇹", "🇯🇵", "\u{1F1E6}"]),
    ("a flag of tags", ["🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏴"]),
    ("conjoining jamo", ["\u{1112}\u{1161}\u{11AB}", "\u{1100}\u{1173}\u{11AF}", "\u{AC00}\u{11A8}", "\u{AC00}"]),
    ("Devanagari with signs", ["न\u{93F}", "म", "क\u{947}\u{902}", "स\u{94D}"]),
    ("Tamil", ["நி", "க\u{BCD}", "ஷ"]),
    ("Thai", ["ก\u{E33}", "น\u{E49}\u{E33}"]),
    ("a prepended sign", ["\u{600}\u{661}", "\u{662}"]),
  ]

  /// Boundaries that no version of Unicode up to 15.0 has moved.
  @Test(arguments: families.indices) func whatReadersTakeForOneCharacter(index: Int) throws {
    let (name, clusters) = Self.families[index]
    let expected = clusters.map { Array($0.utf16) }
    let text = Array(expected.joined())
    #expect(try units(of: [text]) == expected, "\(name)")
    for cut in cuts(text) { #expect(try units(of: cut) == expected, "\(name): \(cut)") }
    #expect(try units(of: pieces(of: text, scalars: 1)) == expected, "\(name)")
  }

  /// ICU joins conjuncts since its version 72, the first with Unicode 15.
  @Test(.enabled(if: UnicodeVersion.major >= 15, "ICU before Unicode 15 cuts conjuncts"))
  func conjunctsStayWhole() throws {
    let expected = ["न", "म", "स\u{94D}त\u{947}", "क\u{94D}ष\u{94D}म\u{902}", "र"].map { Array($0.utf16) }
    for cut in cuts(Array(expected.joined())) { #expect(try units(of: cut) == expected, "\(cut)") }
  }

  @Test func codePoints() throws {
    let text = Array("e\u{301}👨‍👩🇳🇴\r\n\u{1D15E}".utf16)
    let expected = "e\u{301}👨‍👩🇳🇴\r\n\u{1D15E}".unicodeScalars.map { Array(Character($0).utf16) }
    #expect(expected.count == 10)
    for cut in cuts(text) { #expect(try units(of: cut, unit: .codepoint) == expected, "\(cut)") }
  }

  @Test func nothingGivesNothing() throws {
    #expect(try units(of: [[]]).isEmpty)
    #expect(try units(of: [[], [], []], unit: .codepoint, normalization: .nfkc, lineEnds: .unified).isEmpty)
  }

  /// The mark of two UTF-16 units puts the limit into the middle of a pair, which must stay whole.
  @Test(arguments: [("\u{301}", [256, 256, 89]), ("\u{1D165}", [255, 256, 256, 256, 178])])
  func aClusterIsCutAtItsLimit(mark: String, lengths: [Int]) throws {
    #expect(Segmenter.longestCluster == 256)
    let text = Array(("a" + String(repeating: mark, count: 600) + "bc").utf16)
    let whole = try units(of: [text])
    #expect(whole.map(\.count) == lengths + [1, 1])
    #expect(Array(whole.joined()) == text)
    for size in [1, 7, 255, 256, 257] {
      #expect(try units(of: pieces(of: text, scalars: size)) == whole, "\(size)")
    }
  }

  /// Longer than what ICU gets at once, whose end comes to stand anywhere in a cluster.
  @Test(arguments: ["🇳🇴", "👨‍👩", "e\u{301}\u{302}", "\u{1D15E}\u{1D165}"], 0..<5)
  func longRunsOfClustersAreCutLikeShortOnes(cluster: String, offset: Int) throws {
    let expected = (["x" + String(repeating: "\u{301}", count: offset)] + [String](repeating: cluster, count: 900)).map
    {
      Array($0.utf16)
    }
    let text = Array(expected.joined())
    #expect(try units(of: [text]) == expected)
    #expect(try units(of: pieces(of: text, scalars: 1000)) == expected)
  }

  /// A cluster of any length takes a time in proportion; with its square these would take minutes.
  @Test(.timeLimit(.minutes(1))) func theTimeOfALongClusterIsInProportion() throws {
    let text = Array(("a" + String(repeating: "\u{301}", count: 1_000_000)).utf16)
    let whole = try units(of: [text])
    #expect(whole.dropLast().allSatisfy { $0.count == 256 } && whole.count == 3907)
  }

  @Test func aClusterOfTheLimitIsWhole() throws {
    let text = Array(("a" + String(repeating: "\u{301}", count: 255)).utf16)
    #expect(try units(of: [text]).map(\.count) == [256])
    #expect(try units(of: [text + [0x301]]).map(\.count) == [256, 1])
  }
}
