import Testing
import TextEncoding

@Suite struct NormalizerTests {
  /// One invariant of NormalizationTest.txt: this column in this form is that column.
  struct Invariant: CustomTestStringConvertible {
    let form: Normalization
    let source: Int
    let expected: Int
    var testDescription: String { "\(form) of column \(source) is column \(expected)" }
  }

  static let invariants =
    [(1, 2), (2, 2), (3, 2), (4, 4), (5, 4)].map { Invariant(form: .nfc, source: $0.0, expected: $0.1) }
    + (1...5).map { Invariant(form: .nfkc, source: $0, expected: 4) }

  /// The columns, each a text of one line per test: nothing composes across a line feed.
  private static let columns: [[UInt16]] = {
    var columns = [[UInt16]](repeating: [], count: 5)
    for line in ConformanceFile.normalizations {
      for (index, field) in line.split(separator: ";").prefix(5).enumerated() {
        columns[index] += ConformanceFile.utf16(field) + [0x0A]
      }
    }
    return columns
  }()

  private static let hasConformanceFile = ConditionTrait.enabled(
    if: !ConformanceFile.normalizations.isEmpty,
    "needs NormalizationTest.txt.bz2 (package unicode-data) of Unicode \(UnicodeVersion.current), which ICU has")

  private func normalized(_ pieces: [[UInt16]], _ form: Normalization) throws -> [UInt16] {
    try units(of: pieces, unit: .codepoint, normalization: form).flatMap { $0 }
  }

  /// Records the first line in which the texts differ.
  private func expectEqualLines(_ found: [UInt16], _ expected: [UInt16], _ comment: String) {
    guard found != expected else { return }
    let lines = zip(found.split(separator: 0x0A), expected.split(separator: 0x0A))
    let difference = lines.first { $0 != $1 }
    Issue.record(
      "\(comment): found \(difference.map { Array($0.0) } ?? []), expected \(difference.map { Array($0.1) } ?? [])")
  }

  @Test(hasConformanceFile, arguments: invariants) func unicodesOwnTests(invariant: Invariant) throws {
    #expect(ConformanceFile.normalizations.count > 18_000)
    let source = Self.columns[invariant.source - 1]
    let expected = Self.columns[invariant.expected - 1]
    let whole = normalizedText(
      String(decoding: source, as: UTF16.self), normalization: invariant.form, lineEnds: .kept)
    expectEqualLines(Array(whole.utf16), expected, "whole")
    for size in 1...3 {
      expectEqualLines(try normalized(pieces(of: source, scalars: size), invariant.form), expected, "pieces of \(size)")
    }
  }

  /// A sequence without a boundary is cut where the text says, not where the pieces end.
  @Test(arguments: [Normalization.nfc, .nfkc]) func veryLongSequences(form: Normalization) throws {
    let marks = Normalizer.longestSequence * 5 / 2
    // Below and above, out of their canonical order; the last mark has two UTF-16 units.
    let text = Array(("a" + String(repeating: "\u{301}\u{323}\u{1D165}", count: marks / 3) + "b").utf16)
    let whole = try normalized([text], form)
    #expect(whole.last == 0x62)
    for mark: UInt16 in [0x301, 0xD834] {
      #expect(whole.count { $0 == mark } == text.count { $0 == mark })
    }
    for size in [1, 5, 1023, 1024, 1025] {
      #expect(try normalized(pieces(of: text, scalars: size), form) == whole, "\(size)")
    }
  }

  @Test func noneChangesNothing() throws {
    let text = Array("e\u{301}\u{323}\u{FB01}\u{212B}\u{1100}\u{1161}".utf16)
    for cut in cuts(text) { #expect(try normalized(cut, .none) == text) }
  }

  /// A few that everybody knows, should the file be missing.
  @Test(arguments: [
    ("e\u{301}", "\u{E9}", "\u{E9}"), ("a\u{301}\u{323}", "\u{1EA1}\u{301}", "\u{1EA1}\u{301}"),
    ("\u{212B}", "\u{C5}", "\u{C5}"), ("\u{FB01}", "\u{FB01}", "fi"),
    ("\u{FF76}\u{FF9E}", "\u{FF76}\u{FF9E}", "\u{30AC}"),
    ("\u{1112}\u{1161}\u{11AB}", "\u{D55C}", "\u{D55C}"), ("\u{958}", "\u{915}\u{93C}", "\u{915}\u{93C}"),
    ("\u{1D15E}", "\u{1D157}\u{1D165}", "\u{1D157}\u{1D165}"), ("\u{A0}\u{2460}", "\u{A0}\u{2460}", " 1"),
  ])
  func wellKnownExamples(text: String, nfc: String, nfkc: String) throws {
    for cut in cuts(Array(text.utf16)) {
      #expect(try normalized(cut, .nfc) == Array(nfc.utf16))
      #expect(try normalized(cut, .nfkc) == Array(nfkc.utf16))
    }
  }

  /// The file lists every code point that a normal form changes. Planes 4 to 13 are empty, 15 and 16 private.
  @Test(hasConformanceFile, arguments: [Normalization.nfc, .nfkc])
  func everyOtherCodePointStays(form: Normalization) throws {
    var isListed = [Bool](repeating: false, count: 0x4_0000)
    for line in ConformanceFile.normalizations {
      let source = line.prefix { $0 != ";" }
      if let scalar = UInt32(source, radix: 16), scalar < 0x4_0000 { isListed[Int(scalar)] = true }
    }
    var text: [UInt16] = []
    for scalar in Array(UInt32(0)..<0x4_0000) + Array(0xE_0000..<0xE_1000) {
      guard let scalar = Unicode.Scalar(scalar), scalar.value >= 0xE_0000 || !isListed[Int(scalar.value)] else {
        continue
      }
      text += Array(Character(scalar).utf16) + [0x0A]
    }
    expectEqualLines(try normalized([text], form), text, "whole")
  }
}
