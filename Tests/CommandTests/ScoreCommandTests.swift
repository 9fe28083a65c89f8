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
      #expect(trained.error.contains("1 other that occurs once is one unknown character"), "\(trained.error)")
      // The number is not recorded, but whether characters were rare is.
      for (count, status) in [("2", 0), ("1", 64)] {
        let resumed = try program.run(
          ["train", "rare.txt", "--resume", "--steps", "5", "--min-count", count] + Program.small)
        #expect(resumed.status == status, "\(resumed.error)")
        #expect((status == 64) == resumed.error.contains("--min-count"), "\(resumed.error)")
      }
    }
  }

  /// The last line of a file is a line, and lines are counted in their own file.
  @Test func severalFilesHaveTheirOwnLines() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 5)
      try program.write(Data("The sea\nis cold.".utf8), to: "one.txt")
      try program.write(Data("is cold.\nThe ß sea\n".utf8), to: "two.txt")
      let files = ["one.txt", "two.txt"]
      let byLine = ["score", "--json", "--by-line"] + files
      let refused = try program.run(byLine)
      #expect(refused.status == 65 && refused.error.contains("two.txt: line 2, character 5: 'ß'"), "\(refused.error)")
      let lines = try program.run(byLine + ["--on-unknown", "skip"])
      #expect(
        try lines.objects().map { $0["line"] as? String } == ["The sea", "is cold.", "is cold.", "The ß sea"],
        "\(lines.output)")
      #expect(lines.error.contains("two.txt: line 2: the model does not know 1 character, 'ß'"), "\(lines.error)")
      let whole = try program.run(["score", "--json", "--on-unknown", "skip"] + files)
      // With the line end that one.txt lacks.
      #expect(try whole.objects()[0]["characters"] as? Int == 16 + 1 + 9 + 10, "\(whole.output)")
      #expect(whole.error.contains("two.txt: line 2: the model does not know 1 character, 'ß'"), "\(whole.error)")
      #expect(
        whole.error.contains("note: one.txt ends without a line end; one was put between it and the next file\n"),
        "\(whole.error)")
      let one = try program.run(["score", "--by-line", "two.txt"])
      #expect(one.error.contains("error: line 2, character 5: 'ß'"), "\(one.error)")
    }
  }

  @Test func filesToLearnFromAreJoinedByLines() throws {
    try Program.inFolder { program in
      try program.write(Data(Program.text.utf8), to: "whole.txt")
      try program.write(Data(String(Program.text.dropLast()).utf8), to: "unended.txt")
      for (first, notes) in [("whole.txt", 0), ("unended.txt", 1)] {
        let trained = try program.run(
          ["train", first, "whole.txt", "--steps", "2", "--output", "\(first).safetensors"] + Program.small)
        #expect(trained.status == 0, "\(trained.error)")
        #expect(trained.error.components(separatedBy: "ends without a line end").count == 1 + notes, "\(trained.error)")
      }
      let scores = try ["whole.txt", "unended.txt"].map {
        try program.run(["score", "--checkpoint", "\($0).safetensors", "whole.txt"]).output
      }
      // It is the same text.
      #expect(scores[0] == scores[1] && !scores[0].isEmpty)
    }
  }
}
