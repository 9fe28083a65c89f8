import Foundation
import Testing

@Suite struct CellCommandTests {
  /// One cell, one input, weights that can be followed by hand.
  @Test func everyEquationIsShownWithItsNumbers() throws {
    try Program.inFolder { program in
      let shown = try program.run([
        "cell", "--input", "1;-2", "--hidden", "0.5", "--weights", "0.5,0,0.25,-1, 1,0,0.5,0, 0,1,0,0",
      ])
      #expect(shown.status == 0, "\(shown.error)")
      // z_i = 0.5 · 1 + 1 · 0.5 = 1, z_f = 1, z_g = 0.25 + 0.25 = 0.5, z_o = −1.
      for line in [
        "standard cell: 1 cell, 1 input a step; weights given", "  z_i = W_i x + U_i h[t−1] + b_i    1.0000",
        "  i = σ(z_i)                        0.7311", "  g = tanh(z_g)                     0.4621",
        "  c = f ∘ c[t−1] + i ∘ g            0.3378", "  o = σ(z_o)                        0.2689",
        "  h = o ∘ tanh(c)                   0.0876", "step 2", "  c[t−1]                            0.3378",
      ] {
        #expect(shown.output.split(separator: "\n").contains { $0 == line }, "\(line) in \(shown.output)")
      }
      let objects = try program.run(["cell", "--input", "0.4,0.5", "--hidden", "0.1,0.2,0.3", "--json"]).objects()
      #expect(objects.count == 2 && objects[0]["event"] as? String == "weights")
      let equations = try #require(objects[1]["equations"] as? [[String: Any]])
      #expect(equations.map { $0["name"] as? String } == ["z_i", "z_f", "z_g", "z_o", "i", "f", "g", "c", "o", "h"])
      #expect(equations.allSatisfy { ($0["values"] as? [Double])?.count == 3 })
    }
  }

  @Test func everyNamedCellIsShown() throws {
    try Program.inFolder { program in
      for (options, part) in [
        (["--cell", "peephole"], "o = σ(z_o + p_o ∘ c)"), (["--cell", "coupled"], "f = 1 − i"),
        (["--cell", "no-forget-gate"], "c = c[t−1] + i ∘ g"), (["--cell", "no-input-gate"], "c = f ∘ c[t−1] + g"),
        (["--cell", "no-output-activation"], "h = o ∘ c"), (["--cell", "full-gate-recurrence"], "R_i [i, f, o][t−1]"),
        (["--cell", "layer-norm"], "h = o ∘ tanh(n)"),
        (["--projection-size", "1", "--hidden-size", "2"], "h = weight_hr m"),
      ] {
        let shown = try program.run(["cell", "--input", "0.3,0.1"] + options)
        #expect(shown.status == 0 && shown.output.contains(part), "\(options): \(shown.output) \(shown.error)")
      }
    }
  }

  /// JSON has no word for infinity.
  @Test func numbersBeyondAllBoundsAreNull() throws {
    try Program.inFolder { program in
      let shown = try program.run([
        "cell", "--input", "1e38", "--weights", "1e38,1e38,1e38,1e38,0,0,0,0,0,0,0,0", "--json",
      ])
      #expect(shown.status == 0 && shown.output.contains(#""name":"z_i","values":[null]"#), "\(shown.output)")
    }
  }

  @Test func whatDoesNotFitIsRefused() throws {
    try Program.inFolder { program in
      for (options, message) in [
        (["--input", "1,2;3"], "as many numbers as the first one, 2"), (["--input", "x"], "--input"),
        (["--input", "1", "--hidden", "1,2", "--cell-state", "1"], "--hidden has 2 numbers, and 1 number would fit"),
        (["--input", "1", "--weights", "1,2"], "--weights has 2 numbers, and these cells have 12: weight_ih 4 × 1"),
        (["--input", "1", "--hidden-size", "65"], "1 to 64"),
        (
          ["--input", "1", "--cell-state", Array(repeating: "1", count: 65).joined(separator: ",")], "would be 65 cells"
        ),
        (["--input", "1", "--projection-size", "64"], "would be 65 cells"),
        (["--input", "1", "--weights", "1", "--rng-seed", "3"], "leave out --rng-seed or --weights"),
      ] {
        let refused = try program.run(["cell"] + options)
        #expect(refused.status == 64 && refused.error.contains(message), "\(options): \(refused.error)")
        #expect(!refused.error.contains("Usage: textgen <subcommand>"))
        #expect(refused.output.isEmpty)
      }
    }
  }
}
