import Sampling
import Testing
import TextEncoding

@Suite struct StopTextTests {
  private func tokenizer(
    _ units: [String], lineEnds: LineEnds = .unified, normalization: Normalization = .nfc
  ) -> Tokenizer {
    Tokenizer(
      normalization: normalization, lineEnds: lineEnds,
      vocabulary: Vocabulary(unit: .grapheme, entries: units.map { .init(bytes: Array($0.utf8), count: 1) }))
  }

  @Test func aStopIsBroughtToTheFormOfTheCorpus() throws {
    let tokenizer = tokenizer(["a", "é", "\n"])
    #expect(try tokenizer.stop("e\u{301}").unicodeScalars.elementsEqual("é".unicodeScalars))
    for end in ["\n", "\r\n", "\r", "\u{2028}"] { #expect(try tokenizer.stop("a\(end)") == "a\n") }
  }

  @Test func aStopThatNeverOccursIsRefused() throws {
    let tokenizer = tokenizer(["a", "é", "\n"])
    let error = SamplingError.neverOccurs(text: "aé!", unknown: "'!' U+0021 EXCLAMATION MARK")
    #expect(throws: error) { try tokenizer.stop("aé!") }
    #expect(throws: SamplingError.emptyStop) { try tokenizer.stop("") }
  }

  /// A stop need not begin and end where tokens do.
  @Test func aStopMayBePartsOfTokens() throws {
    let tokenizer = tokenizer(["x\r\n", "\r\n", "abc", "cd"], lineEnds: .kept, normalization: .none)
    for stop in ["\n", "\r", "b", "bcc", "cabca", "dx", "c\r"] { #expect(try tokenizer.stop(stop) == stop) }
    for stop in ["ba", "cb", "\n\n", "ad", "bcx\n"] {
      #expect(throws: SamplingError.self, "\(stop)") { try tokenizer.stop(stop) }
    }
  }
}
