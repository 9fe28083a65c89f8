import Checkpoints
import Foundation
import Sampling
import Testing
import TextEncoding

@Suite struct ScorerTests {
  @Test(arguments: ["whole text", "windows", "long windows"])
  func aScoreIsTheSumOfWhatTheGeneratorExpected(reading: String) throws {
    let checkpoint =
      switch reading {
      case "windows": try GeneratorTests.ofWindows.get()
      case "long windows": try GeneratorTests.ofLongWindows.get()
      default: try GeneratorTests.brief.get()
      }
    let tokens = try checkpoint.tokenizer.encode("A fox keeps bread home\n")
    let generator = Generator(checkpoint: checkpoint, threads: 1)
    var expected = 0.0
    for (last, token) in zip([checkpoint.tokenizer.prelude] + tokens, tokens) {
      generator.read([last])
      expected += negativeLogProbability(of: Int(token), generator.nextLogits())
    }
    let score = Scorer(checkpoint: checkpoint, threads: 2).score(tokens)
    #expect(score.characters == tokens.count)
    // Sums of some twenty exponentials in Float.
    #expect(abs(score.sumNats - expected) < 1e-4)
    var byLine: [Score] = []
    var texts = [tokens, [], Array(tokens.prefix(5))][...]
    Scorer(checkpoint: checkpoint, threads: 1).score(each: { texts.popFirst() }) { number, score in
      byLine += [Score](repeating: Score(), count: max(0, number + 1 - byLine.count))
      byLine[number] = score
    }
    #expect(byLine.map(\.characters) == [tokens.count, 0, 5])
    #expect(abs(byLine[0].sumNats - expected) < 1e-4)
  }

  private func negativeLogProbability(of token: Int, _ logits: [Float]) -> Double {
    let largest = Double(logits.max() ?? 0)
    return log(logits.reduce(0) { $0 + exp(Double($1) - largest) }) + largest - Double(logits[token])
  }

  @Test func manyPlacesAtOnceScoreAsOnePassDoes() throws {
    let checkpoint = try GeneratorTests.brief.get()
    let tokens = try checkpoint.tokenizer.encode(
      String(repeating: "who brings bread? A lamp; boats come home\n", count: 300))
    let scorer = Scorer(checkpoint: checkpoint, threads: 1)
    let (fast, exact) = (scorer.score(tokens), scorer.score(tokens, exact: true))
    #expect(fast.characters == exact.characters)
    #expect(fast != exact)
    // After 256 characters the state has forgotten where it began; what is left is rounding.
    #expect(abs(fast.bitsPerCharacter - exact.bitsPerCharacter) < 1e-5)
  }

  @Test func linesScoreAsTheyDoAlone() throws {
    let checkpoint = try GeneratorTests.brief.get()
    let scorer = Scorer(checkpoint: checkpoint, threads: 2)
    let lines = (0..<150).map { String("A fox keeps the lamp while boats come home".prefix($0 * 7 % 40)) }
    var rest = try lines.map { try checkpoint.tokenizer.encode($0) }[...]
    let alone = rest.map { scorer.score($0) }
    var found = [Score?](repeating: nil, count: lines.count)
    scorer.score {
      rest.popFirst()
    } _: { number, score in
      #expect(found[number] == nil)
      found[number] = score
    }
    #expect(found == alone)
  }

  /// As surprising as the rarest character of the corpus, and never free.
  @Test func unknownCharactersCost() throws {
    let checkpoint = try GeneratorTests.brief.get()
    let scorer = Scorer(checkpoint: checkpoint, threads: 1)
    let counts = checkpoint.tokenizer.vocabulary.counts.filter { $0 > 0 }
    let nats = try #require(scorer.unknownNats)
    #expect(nats == log(Double(counts.reduce(1, +)) / Double(try #require(counts.min()))))
    let known = scorer.score(try checkpoint.tokenizer.encode("A fox"))
    let both = scorer.score(known, unknownCharacters: 3)
    #expect((both.characters, both.unknownCharacters) == (8, 3))
    #expect(both.sumNats == known.sumNats + 3 * nats)
    #expect(scorer.score(Score(), unknownCharacters: 4).natsPerCharacter == nats)
  }
}
