import Checkpoints
import Foundation
import Inspecting
import Kernels
import Network
import TestSupport
import Testing
import TextEncoding

@Suite struct ErrorReportTests {
  private static func tokenizer(_ text: String) throws -> Tokenizer {
    try withCorpus(text) { tokenizer, _, _ in tokenizer }
  }

  /// Predictions of n-gram models that know nothing but some places, and words counted in a text.
  private static func plain(
    _ count: Int, short: Set<Int> = [], long: Set<Int> = [], words: String, _ tokenizer: Tokenizer,
    isOwnText: Bool = false
  ) throws -> PlainPredictions {
    var counts = WordCounts(Alphabet(tokenizer))
    counts.add(try tokenizer.encode(words))
    counts.finish()
    return PlainPredictions(
      short: (0..<count).map { short.contains($0) ? 0.5 : 0.1 },
      long: (0..<count).map { long.contains($0) ? 0.9 : 0.49 },
      counted: 7, words: counts, isOwnText: isOwnText)
  }

  /// The errors of each reason that has some.
  private static func errors(_ report: ErrorReport) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: report.reasons.filter { $0.errors > 0 }.map { ($0.name, $0.errors) })
  }

  @Test func everyErrorBelongsToTheFirstReasonThatFits() throws {
    let text = "the cat saw the dogs, zyx catch\n(now)"
    let tokenizer = try Self.tokenizer(text)
    let tokens = try tokenizer.encode(text)
    // The blank after the first word, and the one after the second.
    let plain = try Self.plain(
      tokens.count, short: [3], long: [3, 7], words: String(repeating: "the cat saw dogs catch now ", count: 6),
      tokenizer)
    var probabilities = [Double](repeating: 0.25, count: tokens.count)
    // The last letter of "catch" is no error.
    probabilities[30] = 0.5
    let report = ErrorReport(of: tokens, alphabet: Alphabet(tokenizer), probabilities: probabilities, plain: plain)
    #expect(
      Self.errors(report) == [
        "known to a 4-gram model": 1, "known to a 9-gram model": 1,
        // "he" of the second "the".
        "word of the last 1000 characters": 2,
        // "zyx", which the words do not have.
        "rare word, 5 times or less": 3, "letters 2 and 3 of a word": 12,
        // Six words, and the bracket after the line end; "now" stands after the bracket.
        "first after a blank or line end": 7, "punctuation or symbol": 2, "none of these": 8,
      ])
    #expect(report.reasons.map(\.bits).reduce(0, +) == 72 && report.reasons.count == 8)
    #expect((report.whole.characters, report.whole.errors, report.whole.bits) == (37, 36, 73))
    #expect((report.predicted.characters, report.predicted.errors, report.predicted.bits) == (1, 0, 1))
    #expect(
      report.kinds.map { "\($0.name) \($0.characters) \($0.errors)" } == [
        "lower-case letters 27 26", "blanks 6 6", "line ends 1 1", "punctuation and symbols 3 3",
      ])
    #expect(report.closings.map { "\($0.name) \($0.errors) \($0.bits)" } == ["1 to 15 characters 1 2.0"])
    #expect(report.counted == 7)
  }

  @Test func aWordIsRareWithoutItsOwnOccurrence() throws {
    for (times, isRare) in [(6, true), (7, false)] {
      let text = String(repeating: "Abc ABC ", count: times / 2) + (times % 2 == 1 ? "abc " : "")
      let tokenizer = try Self.tokenizer(text + "abc")
      let tokens = try tokenizer.encode(text)
      let plain = try Self.plain(tokens.count, words: text, tokenizer, isOwnText: true)
      let report = ErrorReport(
        of: tokens, alphabet: Alphabet(tokenizer), probabilities: tokens.map { _ in 0.1 }, plain: plain)
      // The first letters of all, and the two others of the first one, before which there was none to remember.
      let rare = Self.errors(report)["rare word, 5 times or less"]
      #expect(rare == (isRare ? times + 2 : nil), "\(times) times")
      #expect(Self.errors(report)["word of the last 1000 characters"] == 2 * (times - 1), "\(times) times")
    }
  }

  @Test(arguments: [(995, true), (996, true), (998, false)]) func aWordIsForgottenAfterAThousandCharacters(
    between: Int, isRecent: Bool
  ) throws {
    let text = "ab" + String(repeating: " .", count: between / 2 + 2) + (between % 2 == 1 ? " " : "") + "ab"
    let tokenizer = try Self.tokenizer(text)
    let tokens = try tokenizer.encode(text)
    let plain = try Self.plain(tokens.count, words: text, tokenizer)
    let report = ErrorReport(
      of: tokens, alphabet: Alphabet(tokenizer), probabilities: tokens.map { _ in 0.1 }, plain: plain)
    #expect((Self.errors(report)["word of the last 1000 characters"] == 1) == isRecent)
  }

  @Test func closingsAreSplitByTheirDistance() throws {
    func filled(_ length: Int) -> String { String(repeating: "x", count: length) }
    let text =
      "(\(filled(14))) (\(filled(15))) \"\(filled(62))\" [\(filled(63))] “\(filled(254))” {\(filled(255))} "
      + "(\(filled(1022))) (\(filled(1023))) )]"
    let tokenizer = try Self.tokenizer(text)
    let tokens = try tokenizer.encode(text)
    let report = ErrorReport(
      of: tokens, alphabet: Alphabet(tokenizer), probabilities: tokens.map { _ in 0.9 },
      plain: try Self.plain(tokens.count, words: text, tokenizer))
    #expect(
      report.closings.map { "\($0.name): \($0.characters)" } == [
        "1 to 15 characters: 1", "16 to 63: 2", "64 to 255: 2", "256 to 1023: 2", "1024 and more: 1",
      ])
    #expect(
      report.whole.errors == 0 && report.predicted.characters == tokens.count
        && report.reasons.allSatisfy { $0.errors == 0 })
  }

  @Test func countingKnowsWhatACorpusRepeats() throws {
    try withCorpus(String(repeating: "one two three\n", count: 40)) { tokenizer, corpus, _ in
      let alphabet = Alphabet(tokenizer)
      let text = try tokenizer.encode("one two three\none two\neeno\n")
      let plain = PlainPredictions(of: text, from: corpus, alphabet: alphabet)
      for place in 10..<21 { #expect(plain.short[place] > 0.5 && plain.long[place] > 0.5, "\(place)") }
      for place in 21..<27 { #expect(plain.short[place] < 0.5 && plain.long[place] < 0.5, "\(place)") }
      // The text itself: each tenth is known from the others, unless nothing repeats.
      let repeated = PlainPredictions(of: corpus.tokens(0..<corpus.count), alphabet: alphabet)
      #expect(repeated.long.count == corpus.count && repeated.long.count { $0 >= 0.5 } > corpus.count * 9 / 10)
      let single = PlainPredictions(of: try tokenizer.encode("two\n"), alphabet: alphabet)
      #expect(single.short.count == 4 && single.long.allSatisfy { $0 < 0.5 })
    }
  }

  @Test(arguments: [nil, 4]) func theProbabilitiesAreThoseOfTheModel(window: Int?) throws {
    let tokenizer = try Self.tokenizer("a bold cab\nbalks\n")
    let count = tokenizer.vocabulary.count
    let model = try SequenceModel(
      ModelConfiguration(
        input: .tokens(vocabularySize: count, encoding: .oneHot), layers: [.init(hiddenSize: 9)],
        readout: window.map { .lastStep(window: $0) } ?? .everyStep, output: .softmax(classes: count)))
    var generator = Philox(seed: 8)
    let checkpoint = TextCheckpoint(
      model: model, subject: tokenizer, parameters: ParameterVector(initialized: model.layout, using: &generator))
    let tokens = try tokenizer.encode("a cold\nback", unknown: .skip)
    let report = ErrorReport(of: tokens, by: checkpoint, corpus: nil, threads: 1)
    let record = TextRecord(of: tokens, by: checkpoint, threads: 1)
    let bits = try #require(record.predictions).reduce(0.0) { $0 - log2(Double($1 ?? .nan)) }
    // Sums of some ten logarithms in Float.
    #expect(abs(report.whole.bits - bits) < 1e-4)
    #expect(report.whole.characters == tokens.count)
  }
}
