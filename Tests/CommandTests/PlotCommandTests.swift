import Foundation
import Testing

@Suite struct PlotCommandTests {
  @Test func curvesAreDrawnInTheTerminalAndAsPictures() throws {
    try Program.inFolder { program in
      let more = ["--evaluate-every", "3", "--output"]
      _ = try program.train(steps: 15, more: more + ["checkpoints/short.safetensors"])
      _ = try program.train(steps: 24, more: more + ["checkpoints/long.safetensors"])
      let newest = try program.run(["plot"])
      #expect(newest.status == 0, "\(newest.error)")
      for part in ["Learning curve of long", "held out", "batches, with dropout", "step"] {
        #expect(newest.output.contains(part), "\(part) in \(newest.output)")
      }
      #expect(!newest.output.contains("\u{1B}"), "colours belong to terminals")
      let both = try program.run([
        "plot", "checkpoints/short.safetensors", "checkpoints/long.history.jsonl", "--by", "epochs", "--log",
        "--output", "curves.svg",
      ])
      #expect(both.status == 0, "\(both.error)")
      let svg = String(decoding: try program.bytes(of: "curves.svg"), as: UTF8.self)
      for part in ["short, held out", "long, held out", "epoch"] { #expect(svg.contains(part), "\(part)") }
      #expect(try program.run(["plot", "--output", "curves.svg"]).status == 64)
      let missing = try program.run(["plot", "nothing.safetensors"])
      #expect(missing.status == 66 && missing.error.contains("learning curve"), "\(missing.error)")
      // A folder cannot be read, whoever runs the test.
      try FileManager.default.createDirectory(
        at: program.folder.appending(path: "folder.history.jsonl"), withIntermediateDirectories: false)
      let unreadable = try program.run(["plot", "folder.safetensors"])
      #expect(unreadable.status == 74 && unreadable.error.contains("not a regular file"), "\(unreadable.error)")
    }
  }

  /// A history of three evaluations.
  private func history(unit: String = "nats per character", losses: [String]) -> Data {
    let lines = (1...3).map { step in
      let values = losses.map { ",\"\($0)\":\(4 - step)" }.joined()
      return "{\"step\":\(step),\"epoch\":\(step),\"seconds\":\(step),\"unit\":\"\(unit)\"\(values)}\n"
    }
    return Data(lines.joined().utf8)
  }

  @Test func whatHasNoCommonPictureIsRefused() throws {
    try Program.inFolder { program in
      try program.write(history(losses: ["training_loss"]), to: "text.history.jsonl")
      try program.write(history(unit: "squared error", losses: ["training_loss"]), to: "series.history.jsonl")
      try program.write(history(losses: []), to: "none.history.jsonl")
      try program.write(Data(), to: "empty.history.jsonl")
      for (runs, status, parts) in [
        (["text", "series"], 65, ["text.history.jsonl", "series.history.jsonl", "squared error"]),
        (["text", "none"], 65, ["none.history.jsonl", "not one loss"]), (["empty"], 65, ["no evaluations yet"]),
        ([String](repeating: "text", count: 9), 64, ["at most 8"]),
      ] as [([String], Int32, [String])] {
        let refused = try program.run(["plot"] + runs.map { "\($0).safetensors" })
        #expect(refused.status == status && refused.output.isEmpty, "\(runs): \(refused.error)")
        for part in parts { #expect(refused.error.contains(part), "\(part) in \(refused.error)") }
      }
    }
  }

  @Test func manyRunsHaveOneLineEach() throws {
    try Program.inFolder { program in
      let names = (1...8).map { "run-\($0)" }
      for name in names.dropLast() {
        try program.write(history(losses: ["training_loss", "validation_loss"]), to: "\(name).history.jsonl")
      }
      try program.write(history(losses: ["training_loss"]), to: "run-8.history.jsonl")
      for (count, lines) in [(4, 8), (5, 5), (7, 7)] {
        let plotted = try program.run(["plot"] + names.prefix(count).map { "\($0).safetensors" })
        #expect(plotted.output.components(separatedBy: "run-").count == lines + 1, "\(plotted.output)")
        #expect(plotted.output.contains(", batches, with dropout") == (count == 4), "\(plotted.output)")
      }
      let all = try program.run(["plot"] + names.map { "\($0).safetensors" })
      #expect(
        all.output.contains("run-7, held out") && all.output.contains("run-8, batches, with dropout"), "\(all.output)")
    }
  }
}
