import Foundation
import Testing

@Suite struct ScoreCommandTests {
  @Test func scoresOfTextsAndLines() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 100)
      let score = try program.run(["score", "--json"], input: Data("The sea is cold.\n".utf8)).objects()
      #expect(score.count == 1)
      #expect(score[0]["characters"] as? Int == 17)
      let nats = try #require(score[0]["nats_per_character"] as? Double)
      let bits = try #require(score[0]["bits_per_character"] as? Double)
      #expect(abs(bits - nats / M_LN2) < 1e-12)
      let lines = try program.run(
        ["score", "--json", "--by-line"], input: Data("The sea is cold.\nThe dcloseis .ae\n".utf8)
      ).objects()
      #expect(lines.count == 2)
      let byLine = try lines.map { try #require($0["bits_per_character"] as? Double) }
      #expect(byLine[0] < byLine[1])
      let plain = try program.run(["score", "sea.txt"])
      #expect(plain.output.contains("bits per character"), "\(plain.error)")
    }
  }

  @Test func aModelMayLearnFromWhatItScores() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 100)
      let before = try program.bytes(of: "checkpoints/sea.safetensors")
      let text = Data(String(repeating: "sea sea sea is cold.\n", count: 40).utf8)
      func nats(_ options: [String]) throws -> Double {
        let score = try program.run(["score", "--json"] + options, input: text).objects()
        #expect(score[0]["characters"] as? Int == 840)
        return try #require(score[0]["nats_per_character"] as? Double)
      }
      #expect(try nats(["--adapt"]) < 0.97 * nats([]))
      #expect(try program.bytes(of: "checkpoints/sea.safetensors") == before)
      let refused = try program.run(["score", "--adapt", "--by-line", "sea.txt"])
      #expect(refused.status == 64)
      #expect(refused.error.contains("--adapt reads the text as a whole"), "\(refused.error)")
    }
  }

  @Test func rareCharactersScoreAsTheUnknownTokenInAllAndByLine() throws {
    try Program.inFolder { program in
      let text = Data((Program.text + "ß\n").utf8)
      try program.write(text, to: "rare.txt")
      let trained = try program.run(["train", "rare.txt", "--steps", "5", "--min-count", "2"] + Program.small)
      #expect(trained.status == 0, "\(trained.error)")
      // A line of its own, the line end left out: the same three characters either way.
      let whole = try program.run(["score", "--json"], input: Data("söa".utf8)).objects()
      let lines = try program.run(["score", "--json", "--by-line"], input: Data("söa\n".utf8)).objects()
      #expect(whole[0]["characters"] as? Int == 3)
      #expect(whole[0]["nats_per_character"] as? Double == lines[0]["nats_per_character"] as? Double)
      let skipped = try program.run(["score", "--json", "--on-unknown", "skip"], input: Data("söa".utf8)).objects()
      #expect(skipped[0]["nats_per_character"] as? Double == whole[0]["nats_per_character"] as? Double)
      for objects in [whole, lines, skipped] { #expect(objects[0]["unknown_characters"] as? Int == 1) }
    }
  }
}
