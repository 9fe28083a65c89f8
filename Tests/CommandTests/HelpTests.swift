import Testing

/// The texts of `--help` on a terminal of 80 columns.
@Suite struct HelpTests {
  private static let commands = [
    "train", "sample", "score", "inspect", "export", "forecast", "plot", "tune", "cell", "network", "experiment",
    "experiment truncation", "experiment long-lag", "experiment variants",
  ]

  private func help(_ command: String, _ program: Program) throws -> String {
    let shown = try program.run(command.split(separator: " ").map(String.init) + ["--help"])
    #expect(shown.status == 0, "\(command): \(shown.error)")
    return shown.output
  }

  /// A line that was broken goes on at the left, beneath the examples.
  @Test(arguments: commands) func noLineOfTheExamplesIsBroken(command: String) throws {
    try Program.inFolder { program in
      let overview = try #require(help(command, program).split(separator: "USAGE:").first)
      let lines = overview.split(separator: "\n", omittingEmptySubsequences: false)
      for (line, next) in zip(lines, lines.dropFirst()) where line.hasPrefix("textgen ") || line.hasPrefix("    ") {
        #expect(next.isEmpty || next.hasPrefix(" ") || next.contains("textgen "), "\(line)\n\(next)")
      }
    }
  }

  @Test func examplesNameOptionsThatExist() throws {
    try Program.inFolder { program in
      var helps: [String: String] = [:]
      for command in Self.commands { helps[command] = try help(command, program) }
      // A search takes the options of the trainings that it makes.
      for other in ["train", "forecast"] { helps["tune", default: ""] += helps[other] ?? "" }
      var examples = 0
      for text in helps.values {
        for line in text.split(separator: "\n") {
          guard let example = line.firstMatch(of: #/^\S.*textgen |^textgen /#).map({ line[$0.range.upperBound...] }),
            let command = Self.commands.last(where: { example.hasPrefix($0) }), let known = helps[command]
          else { continue }
          for option in example.matches(of: #/ (--[a-z-]+)/#).map({ $0.1 }) {
            examples += 1
            #expect(known.contains("\(option) ") || known.contains("\(option)\n"), "\(line)")
          }
        }
      }
      #expect(examples > 30, "\(examples)")
    }
  }
}
