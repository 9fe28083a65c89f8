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
}
