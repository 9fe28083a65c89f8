import Testing
import TextEncoding

@Suite struct TextPipelineTests {
  /// The units do not depend on the pieces in which the text comes, whatever it is made of.
  @Test(arguments: 1...6) func piecesDoNotShow(seed: UInt64) throws {
    let text = Array(SampleText.random(seed: seed, count: 300).utf16)
    for unit in [TextUnit.grapheme, .codepoint] {
      for normalization in Normalization.allCases {
        for lineEnds in LineEnds.allCases {
          let whole = try units(of: [text], unit: unit, normalization: normalization, lineEnds: lineEnds)
          for size in [1, 2, 3, 7, 50] {
            let found = try units(
              of: pieces(of: text, scalars: size), unit: unit, normalization: normalization, lineEnds: lineEnds)
            #expect(found == whole, "\(unit), \(normalization), \(lineEnds), pieces of \(size)")
          }
        }
      }
    }
  }

  /// Line ends first, then the normal form, then the cutting.
  @Test func theStepsWorkTogether() throws {
    let text = Array("e\r\n\u{301}e\u{301}\u{FB01}".utf16)
    let expected = ["e", "\n", "\u{301}", "\u{E9}", "f", "i"].map { Array($0.utf16) }
    for cut in cuts(text) {
      #expect(try units(of: cut, normalization: .nfkc, lineEnds: .unified) == expected, "\(cut)")
    }
  }
}
