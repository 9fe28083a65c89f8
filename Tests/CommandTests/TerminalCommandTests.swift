import Foundation
import Testing

/// On a terminal no text is a command to it, and no word is broken; elsewhere texts pass as they are.
@Suite struct TerminalCommandTests {
  /// Sets the title of a terminal.
  private static let title = "\u{1B}]0;owned\u{7}"

  @Test func controlCharactersAreShown() throws {
    try Program.inFolder { program in
      let text = String(repeating: "The lamp \(Self.title) burns.\r\u{9B}31m\n", count: 40)
      try program.write(Data(text.utf8), to: "lamp.txt")
      let trained = try program.run(["train", "lamp.txt", "--steps", "1", "--keep-line-ends"] + Program.small)
      #expect(trained.status == 0, "\(trained.error)")
      let commands: [(arguments: [String], raw: String, shown: String)] = [
        (
          ["sample", "-q", "--seed", "lamp \(Self.title)", "--length", "0"], "lamp \(Self.title)\n",
          "lamp ^[]0;owned^G\n"
        ),
        (
          ["score", "--by-line", "lamp.txt"], "\tThe lamp \(Self.title) burns.\n", "\tThe lamp ^[]0;owned^G burns.\n"
        ),
        (["score", "--by-line", "lamp.txt"], "\t\u{9B}31m\n", "\tM-^[31m\n"),
      ]
      for (arguments, raw, shown) in commands {
        let piped = try program.run(arguments)
        #expect(piped.output.contains(raw), "\(arguments): \(piped.output.prefix(200))")
        let terminal = try program.runOnTerminal(arguments, columns: 80)
        #expect(terminal.output.contains(shown), "\(arguments): \(terminal.output.prefix(200))")
        #expect(!terminal.output.unicodeScalars.contains { $0.value < 32 && $0 != "\n" && $0 != "\t" })
      }
    }
  }

  /// A name in a message may hold anything.
  @Test(arguments: [["train"], ["inspect"], ["forecast"], ["sample", "--checkpoint"], ["sample", "--count"]])
  func namesInMessagesAreShown(command: [String]) throws {
    try Program.inFolder { program in
      let outcome = try program.runOnTerminal(command + ["x\(Self.title)"], columns: 80)
      #expect(outcome.status != 0)
      #expect(outcome.output.contains("^[]0;owned^G"), "\(outcome.output)")
      #expect(!outcome.output.contains("\u{1B}"), "\(outcome.output)")
      #expect(try program.run(command + ["x\(Self.title)"]).error.contains(Self.title))
    }
  }

  @Test func columnNamesAreShown() throws {
    try Program.inFolder { program in
      let rows = (0..<40).map { "\($0),\($0 % 7)" }.joined(separator: "\n")
      try program.write(Data("a\(Self.title),b\n\(rows)\n".utf8), to: "rows.csv")
      let outcome = try program.runOnTerminal(
        ["forecast", "rows.csv", "--steps", "1", "--target", "none"], columns: 80)
      #expect(outcome.output.contains("]0;owned"), "\(outcome.output)")
      #expect(!outcome.output.contains("\u{1B}"), "\(outcome.output)")
    }
  }

  @Test func noWordIsBrokenAtFortyColumns() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 300, more: ["--dropout", "0"])
      let known = Set("The lamp burns. The sea is cold.".split(separator: " ").map(String.init))
      // Without line ends the text is one long line.
      let seed = String(repeating: "The lamp burns. The sea is cold. ", count: 6)
      let sample = try program.runOnTerminal(["sample", "-q", "--seed", seed, "--length", "0"], columns: 40)
      let lines = sample.output.split(separator: "\n")
      #expect(lines.count > 4)
      for line in lines {
        #expect(line.count <= 40, "\(line)")
        #expect(line.split(separator: " ").allSatisfy { known.contains(String($0)) }, "\(line)")
      }
      let refused = try program.runOnTerminal(["sample", "--seed", "é"], columns: 40)
      #expect(refused.output.split(separator: "\n").allSatisfy { $0.count <= 40 }, "\(refused.output)")
      #expect(refused.output.replacing("\n", with: "").contains("LATIN SMALL LETTER E WITH ACUTE"), "\(refused.output)")
    }
  }
}
