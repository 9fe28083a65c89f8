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
      for part in ["Learning curve of long", "held out", "training", "step"] {
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
      #expect(try program.run(["plot", "nothing.safetensors"]).status == 66)
    }
  }
}
