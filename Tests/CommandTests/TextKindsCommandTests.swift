import Foundation
import Testing

/// Texts as people have them: other line ends, charsets and characters than the model's.
@Suite struct TextKindsCommandTests {
  private func utf16(_ text: String) -> Data {
    Data([0xFF, 0xFE] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] })
  }

  @Test func aGuessedCharsetIsSaid() throws {
    try Program.inFolder { program in
      // "Žluťoučký kůň" in windows-1250.
      let horse: [UInt8] = [0x8E] + Array("lu".utf8) + [0x9D] + Array("ou".utf8) + [0xE8] + Array("k".utf8) + [0xFD]
      let line = horse + Array(" k".utf8) + [0xF9, 0xF2] + Array(" st".utf8) + [0xE1] + Array("l u zdi.\n".utf8)
      try program.write(Data(Array(repeating: line, count: 20).flatMap { $0 }), to: "horse.txt")
      let trained = try program.run(["train", "horse.txt", "--steps", "1"] + Program.small)
      #expect(trained.error.contains("horse.txt: the charset is guessed to be windows-1250, with letters such as"))
      #expect(trained.error.contains(": sure\n"), "\(trained.error)")
      let scored = try program.run(["score", "horse.txt"])
      #expect(scored.error.contains("guessed to be windows-1250"), "\(scored.error)")
      let named = try program.run(["score", "horse.txt", "--charset", "windows-1250"])
      #expect(named.status == 0 && named.error.isEmpty, "\(named.error)")
      // A marked file and joined ones.
      try program.write(Data("\u{FEFF}Žluťoučký kůň\n\u{FEFF}stál u zdi.\n".utf8), to: "joined.txt")
      let joined = try program.run(["score", "joined.txt"])
      #expect(joined.status == 0)
      #expect(joined.error.contains("1 byte order mark within the text was dropped"), "\(joined.error)")
      #expect(!joined.error.contains("guessed"))
    }
  }

  @Test func seedsAndTracesComeInAnyCharset() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 2)
      try program.write(utf16("The sea"), to: "seed.txt")
      for arguments in [["--seed-file", "seed.txt"], []] {
        let input = arguments.isEmpty ? try program.bytes(of: "seed.txt") : nil
        let sample = try program.run(["sample", "--length", "0"] + arguments, input: input)
        #expect(sample.output == "The sea\n", "\(arguments): \(sample.error)")
      }
      let trace = try program.run(["inspect", "--trace-file", "seed.txt"])
      #expect(trace.output.contains(#"["T","h","e"," ","s","e","a"]"#), "\(trace.output.prefix(200)) \(trace.error)")
      // The options that errors recommend are there.
      try program.write(Data(Array("The é sea, ß and é, ".utf8) + [0xFF, 0x28]), to: "broken.txt")
      for command in [["sample", "--seed-file"], ["inspect", "--trace-file"], ["score"], ["inspect", "--errors"]] {
        let refused = try program.run(command + ["broken.txt"])
        #expect(refused.status == 65, "\(command): \(refused.error)")
        #expect(refused.error.contains("with --charset, or accept U+FFFD in its place with --malformed replace"))
        let named = try program.run(command + ["broken.txt", "--charset", "windows-1252"])
        #expect(!named.error.contains("not valid"), "\(command): \(named.error)")
      }
    }
  }

  @Test func allLineEndsScoreAlike() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 50)
      let lines = ["The lamp burns.", "The sea is cold.", "", "cold lamps"]
      var whole: Set<String> = []
      var byLine: Set<String> = []
      for end in ["\n", "\r\n", "\r", "\u{2028}"] {
        let text = Data(lines.map { $0 + end }.joined().utf8)
        whole.insert(try program.run(["score"], input: text).output)
        byLine.insert(try program.run(["score", "--by-line"], input: text).output)
      }
      #expect(whole.count == 1)
      let table = try #require(byLine.first).split(separator: "\n").map {
        $0.split(separator: "\t").last.map(String.init)
      }
      #expect(byLine.count == 1)
      #expect([table[0], table[1], table[3]] == [lines[0], lines[1], lines[3]])
      // In another charset, too.
      let wide = try program.run(["score", "--by-line"], input: utf16(lines.joined(separator: "\r\n")))
      #expect(wide.output == byLine.first, "\(wide.error)")
    }
  }

  @Test func unknownCharactersAreSurprisingAndNamedByLine() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 200)
      let text = Data("The sea is cold.\nZZZZ\nThe lamp burns.\n".utf8)
      for arguments in [[], ["--by-line"]] {
        let refused = try program.run(["score"] + arguments, input: text)
        #expect(refused.status == 65)
        #expect(refused.error.contains("line 2, character 1: 'Z' U+005A"), "\(refused.error)")
      }
      let lines = try program.run(["score", "--by-line", "--json", "--on-unknown", "skip"], input: text)
      let objects = try lines.objects()
      let bits = try objects.map { try #require($0["bits_per_character"] as? Double) }
      #expect(objects.map { $0["unknown_characters"] as? Int } == [0, 4, 0])
      #expect(objects.map { $0["characters"] as? Int } == [16, 4, 15])
      #expect(bits[1] > bits[0] && bits[1] > bits[2], "\(bits)")
      #expect(lines.error.contains("line 2: the model does not know 4 characters, the first of them 'Z' U+005A"))
      let whole = try program.run(["score", "--on-unknown", "skip"], input: text)
      #expect(whole.output.contains("over 38 characters, 4 of them unknown to the model"), "\(whole.output)")
      #expect(whole.error.contains("line 2: the model does not know 4 characters"), "\(whole.error)")
      #expect(
        whole.error.contains("4 characters that the model does not know count \(String(format: "%.2f", bits[1])) bits"))
    }
  }

  @Test func stopsAreThoseOfTheCorpus() throws {
    try Program.inFolder { program in
      try program.write(Data(String(repeating: "noir; café\n", count: 60).utf8), to: "cafe.txt")
      let trained = try program.run(["train", "cafe.txt", "--steps", "200", "--dropout", "0"] + Program.small)
      #expect(trained.status == 0, "\(trained.error)")
      let arguments = ["sample", "--argmax", "--seed", "noir; caf", "--length", "20", "--stop"]
      for stop in ["e\u{301}", "é"] {
        #expect(try program.run(arguments + [stop]).output == "noir; caf\n")
      }
      #expect(try program.run(arguments + ["\r\n"]).output == "noir; café\n")
      let refused = try program.run(arguments + ["thé"])
      #expect(refused.status == 64)
      #expect(refused.error.contains("the text 'thé' to stop before can never occur: 't' U+0074"), "\(refused.error)")
      #expect(try program.run(arguments + [""]).status == 64)
    }
  }

  @Test func lessThanAWindowIsSaid() throws {
    try Program.inFolder { program in
      try program.write(Data(Program.text.utf8), to: "sea.txt")
      let trained = try program.run(
        ["train", "sea.txt", "--window", "9", "--steps", "2", "--hidden-size", "8", "--rng-seed", "1"])
      #expect(trained.status == 0, "\(trained.error)")
      for (seed, words) in [("The", "is given 3:"), ("", "is given none:"), ("The lamp ", "")] {
        let sample = try program.run(["sample", "--seed", seed, "--length", "5", "--argmax"])
        #expect(sample.error.isEmpty == words.isEmpty, "\(sample.error)")
        #expect(words.isEmpty || sample.error.contains("windows of 9 characters and \(words)"), "\(sample.error)")
      }
    }
  }

  @Test func samplesAreToldApart() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 2)
      let arguments = ["sample", "--seed", "sea", "--length", "0", "--count", "3"]
      #expect(try program.run(arguments).output == "sea\nsea\nsea\n")
      #expect(try program.run(arguments + ["--separator", "\n%%\n"]).output == "sea\n%%\nsea\n%%\nsea\n")
      #expect(try program.run(arguments + ["--separator", "|", "--json"]).status == 64)
      let line = "----------\n"
      #expect(try program.runOnTerminal(arguments + ["-q"], columns: 80).output == "sea\n\(line)sea\n\(line)sea\n")
      let names = try program.runOnTerminal(arguments + ["-q", "--stop", "\n"], columns: 80)
      #expect(names.output == "sea\nsea\nsea\n")
    }
  }
}
