import Foundation
import Testing

@Suite struct NetworkCommandTests {
  /// What Keras counts for the same layers, its one bias a gate included.
  @Test func parametersAreThoseOfTheCourse() throws {
    try Program.inFolder { program in
      for (options, lines) in [
        (
          ["--window", "30", "--columns", "1", "--layers", "64,32", "--samples", "100"],
          ["(100, 30, 64)", "16,896", "(100, 32)", "12,416", "(100, 1)", "29,345"]
        ),
        (["--characters", "65", "--layers", "2", "--hidden-size", "8"], ["(samples, steps, 65)", "embedding"]),
        (["--characters", "65", "--window", "7", "--input-encoding", "one-hot"], ["(samples, 7, 65)", "one-hot"]),
      ] as [([String], [String])] {
        let shown = try program.run(["network"] + options)
        #expect(shown.status == 0, "\(shown.error)")
        for line in lines { #expect(shown.output.contains(line), "\(line) in \(shown.output)") }
      }
    }
  }

  @Test func networksAreDrawnOnce() throws {
    try Program.inFolder { program in
      let options = ["network", "--window", "30", "--columns", "2", "--bidirectional", "--diagram", "model.svg"]
      let drawn = try program.run(options)
      #expect(drawn.status == 0 && drawn.output.isEmpty, "\(drawn.error)")
      let svg = String(decoding: try program.bytes(of: "model.svg"), as: UTF8.self)
      for part in ["LSTM 1", "(samples, 30, 128)", "2 features"] { #expect(svg.contains(part), "\(part)") }
      #expect(try program.run(options).status == 64)
    }
  }

  @Test func whatDoesNotFitIsRefused() throws {
    try Program.inFolder { program in
      for (options, message) in [
        ([], "--characters of a text or the --columns"), (["--characters", "5", "--columns", "1"], "one of the two"),
        (["--columns", "1", "--embedding-size", "4"], "belong to --characters"),
        (["--columns", "1", "--samples", "0"], "--samples"),
        (["--characters", "5", "--from", "english"], "Unknown option '--from'"),
        (["--columns", "0", "--window", "3"], "number of features"),
      ] {
        let refused = try program.run(["network"] + options)
        #expect(refused.status == 64 && refused.error.contains(message), "\(options): \(refused.error)")
      }
    }
  }
}
