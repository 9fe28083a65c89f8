import Foundation
import Testing

@Suite struct InspectCommandTests {
  @Test func modelVocabularyAndTrainingAreShown() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 10)
      let inspected = try program.run(["inspect", "--vocabulary", "--parameters"])
      #expect(inspected.status == 0, "\(inspected.error)")
      for part in [
        "lstm.weight_hh_l0", "48 × 16", "(samples, steps, 16)", "10 of 10", "U+000A LINE FEED", "rng seed       7",
      ] {
        #expect(inspected.output.contains(part), "\(part) in \(inspected.output)")
      }
    }
  }

  @Test func whatWasCopiedIsFoundInAnyText() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 10)
      try program.write(Data("The lamp burns. The sea is cold.\nThe lamp is cold.".utf8), to: "sample.txt")
      let model = "checkpoints/sea.safetensors"
      let copied = try program.run(["inspect", model, "--copied", "sea.txt", "sample.txt"])
      #expect(copied.status == 0 && copied.error == "", "\(copied.error)")
      #expect(
        copied.output
          == "of 50 characters of sample.txt, 84.0 % lie in passages of 30 or more that stand in sea.txt; the "
          + "longest has 42: \"The lamp burns. The sea is cold. The lamp \"\n", "\(copied.output)")
      let object = try #require(
        program.run(["inspect", model, "--copied", "sea.txt", "sample.txt", "--json"]).objects().first)
      #expect(object["copied_fraction"] as? Double == 0.84 && object["longest_copied"] as? Int == 42)
      let own = try program.run(["inspect", "--copied", "sea.txt"])
      #expect(own.output.hasPrefix("of 2000 characters that the model writes at temperature 0.8, "), "\(own.output)")
      for (arguments, status, message) in [
        (["--copied", "none.txt"], 66, "none.txt"), (["--copied", "sea.txt", "--vocabulary"], 64, "one question"),
        (["sample.txt"], 64, "a second file"), (["--json"], 64, "--json needs --copied or --errors"),
      ] {
        let refused = try program.run(["inspect", model] + arguments)
        #expect(refused.status == status && refused.error.contains(message), "\(arguments): \(refused.error)")
      }
    }
  }

  @Test func textsOfWhichTheModelKnowsNothingAreRefused() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 1)
      try program.write(Data("жжж".utf8), to: "strange.txt")
      try program.write(Program.binary, to: "binary.dat")
      let model = "checkpoints/sea.safetensors"
      for (arguments, message) in [
        (["--errors", "strange.txt"], "strange.txt: the model knows none of its characters"),
        (["--copied", "strange.txt"], "strange.txt: the model knows none of its characters"),
        (["--copied", "sea.txt", "strange.txt"], "strange.txt: the model knows none of its characters"),
        // `inspect` has no --unit that could help.
        (["--errors", "binary.dat"], "binary data, expected text; name its charset with --charset\n"),
      ] {
        let refused = try program.run(["inspect", model] + arguments)
        #expect(refused.status == 65 && refused.error.contains(message), "\(arguments): \(refused.error)")
      }
      let trained = try program.run(["train", "binary.dat"])
      #expect(trained.error.contains("name its charset with --charset"), "\(trained.error)")
    }
  }

  /// A copy as long as the corpus is found, and shown, in linear time.
  @Test func aWholeCopyIsFoundAtOnce() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 1)
      let text = (0..<4000).map { "The lamp \($0 % 2 == 0 ? "burns" : "is cold").\n" }.joined()
      try program.write(Data(text.utf8), to: "long.txt")
      let (model, clock) = ("checkpoints/sea.safetensors", ContinuousClock())
      let time = try clock.measure {
        let copied = try program.run(["inspect", model, "--copied", "long.txt", "-"], input: Data(text.utf8))
        #expect(
          copied.output.hasPrefix("of \(text.count) characters of standard input, 100.0 %"), "\(copied.error)")
      }
      // A second for a debug build; the length of the copy squared took minutes.
      #expect(time < .seconds(30))
      let refused = try program.run(["inspect", model, "--copied", "-", "-"])
      #expect(refused.status == 64 && refused.error.contains("cannot both be read from stdin"), "\(refused.error)")
    }
  }

  @Test func errorsAreSplitInATableAsJSONAndAsAChart() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 30)
      _ = try program.train(steps: 5, more: ["--output", "brief.safetensors"])
      try program.write(Data("The lamp is \"cold\".\nΩ The sea burns (twice).\n".utf8), to: "text.txt")
      let model = "checkpoints/sea.safetensors"
      let single = try program.run(["inspect", model, "--errors", "text.txt", "--corpus", "sea.txt"])
      #expect(single.status == 0, "\(single.error)")
      #expect(
        single.error.contains("characters that checkpoints/sea.safetensors does not know were left out of text.txt"),
        "\(single.error)")
      for part in [
        "\(model) over text.txt\n", " are errors (", "errors    of all  bits/char\n  known to a 4-gram model",
        "\n  no error, 1/2 or more", "number    errors  bits/char\n  lower-case letters",
      ] {
        #expect(single.output.contains(part), "\(part) in \(single.output)")
      }
      let both = try program.run(["inspect", model, "--errors", "sea.txt", "brief.safetensors", "--svg", "bits.svg"])
      #expect(both.status == 0 && both.error == "", "\(both.error)")
      #expect(both.output.contains("                 sea               brief\n"), "\(both.output)")
      for line in (single.output + both.output).split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
      let svg = String(decoding: try program.bytes(of: "bits.svg"), as: UTF8.self)
      #expect(svg.hasPrefix("<svg") && svg.contains("brief.safetensors, known to a 4-gram model: "))
      let objects = try program.run(["inspect", model, "--errors", "sea.txt", "brief.safetensors", "--json"]).objects()
      #expect(objects.map { $0["model"] as? String } == [model, "brief.safetensors"])
      for object in objects {
        let reasons = try #require(object["errors_by_reason"] as? [[String: Any]])
        let kinds = try #require(object["characters_by_kind"] as? [[String: Any]])
        #expect(reasons.reduce(0) { $0 + ($1["errors"] as? Int ?? 0) } == object["errors"] as? Int)
        #expect(kinds.reduce(0) { $0 + ($1["characters"] as? Int ?? 0) } == Program.text.count)
        #expect(object["closings_by_distance"] is [Any])
      }
      let piped = try program.run(["inspect", model, "--errors", "-"], input: Data("The sea".utf8))
      #expect(piped.status == 0 && piped.output.contains("  7 characters of "), "\(piped.error)")
      for (arguments, status, message) in [
        (["--errors", "text.txt", "--svg", "bits.svg"], 64, "--force"),
        (["--svg", "x.svg"], 64, "--svg needs --errors"),
        (["--errors", "none.txt"], 66, "none.txt"), (["--errors", "text.txt", "none.safetensors"], 66, "no such"),
        (["--corpus", "sea.txt"], 64, "--corpus needs --errors"),
        (["--errors", "-", "brief.safetensors"], 64, "stdin can be read by one model only"),
        (["--errors", "text.txt", "--copied", "sea.txt"], 64, "exclude each other"),
      ] {
        let refused = try program.run(["inspect", model] + arguments)
        #expect(refused.status == status && refused.error.contains(message), "\(arguments): \(refused.error)")
      }
    }
  }

  @Test func tracesAreWrittenAsJSONAndAsAPage() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 10, more: ["--layers", "2"])
      let traced = try program.run(["inspect", "--trace", "The sea\nis cold", "--layer", "2"])
      #expect(traced.status == 0, "\(traced.error)")
      let object = try #require(traced.objects().first)
      #expect((object["characters"] as? [String])?.joined() == "The sea\nis cold")
      let layers = try #require(object["layers"] as? [[String: Any]])
      #expect(layers.count == 1 && layers[0]["layer"] as? Int == 2)
      for quantity in ["inputGate", "forgetGate", "outputGate", "candidate", "cell", "hidden"] {
        let rows = try #require(layers[0][quantity] as? [[Double]], "\(quantity)")
        #expect(rows.count == 15 && rows.allSatisfy { $0.count == 16 }, "\(quantity)")
        if quantity.hasSuffix("Gate") { #expect(rows.joined().allSatisfy { (0...1).contains($0) }, "\(quantity)") }
      }
      let page = try program.run(["inspect", "--trace-file", "sea.txt", "--html", "page.html"])
      #expect(page.status == 0, "\(page.error)")
      #expect(page.output.contains("position in the line"), "\(page.output)")
      let html = String(decoding: try program.bytes(of: "page.html"), as: UTF8.self)
      #expect(html.hasPrefix("<!DOCTYPE html>") && !html.contains("src=") && !html.contains("<link"))
      for (arguments, message) in [
        (["--trace", "The", "--layer", "3"], "layers 1 to 2"), (["--trace", ""], "no text to trace"),
        (["--trace", "sΩ"], "character 2 of the text to trace is 'Ω' U+03A9"), (["--html", "y.html"], "--trace"),
        (["--trace", "The", "--html", "page.html"], "--force"),
        (
          ["--trace-file", "sea.txt", "--date-column", "none"],
          "is a model of text, for which --date-column has no meaning"
        ),
      ] {
        let refused = try program.run(["inspect"] + arguments)
        #expect(refused.status != 0 && refused.error.contains(message), "\(arguments): \(refused.error)")
        #expect(!refused.error.contains("--on-unknown"), "\(refused.error)")
      }
    }
  }

  @Test func whatWouldBeIgnoredIsRefused() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 1)
      for arguments in [
        ["--trace", "The", "--diagram", "a.svg"],
        ["--trace-file", "sea.txt", "--diagram", "a.svg", "--html", "b.html"],
        ["--trace", "The", "--vocabulary"], ["--trace", "The", "--parameters"], ["--diagram", "a.svg", "--vocabulary"],
        ["--diagram", "a.svg", "--parameters"],
      ] {
        let refused = try program.run(["inspect"] + arguments)
        #expect(refused.status == 64 && refused.output.isEmpty, "\(arguments): \(refused.error)")
      }
      #expect(!program.hasFile("a.svg") && !program.hasFile("b.html"))
    }
  }

  /// Not even by --force.
  @Test func whatIsReadIsNotReplaced() throws {
    try Program.inFolder { program in
      #expect(try program.train(steps: 2).status == 0)
      let model = "checkpoints/sea.safetensors"
      let files = try [model, "sea.txt"].map { try program.bytes(of: $0) }
      for words in [
        ["--diagram", model], ["--errors", "sea.txt", "--svg", "sea.txt"], ["--errors", "sea.txt", "--svg", model],
        ["--trace-file", "sea.txt", "--html", "sea.txt"], ["--trace", "sea", "--html", model],
      ] {
        let refused = try program.run(["inspect", model, "--force"] + words)
        #expect(
          refused.status == 64 && refused.error.contains("is what is read, and would be replaced"),
          "\(words): \(refused.error)")
      }
      #expect(try [model, "sea.txt"].map { try program.bytes(of: $0) } == files)
    }
  }

  @Test func tracesOfWindowsPredict() throws {
    try Program.inFolder { program in
      try program.write(Data(Program.text.utf8), to: "sea.txt")
      let windows = try program.run([
        "train", "sea.txt", "--steps", "1", "--window", "5", "--bidirectional", "--hidden-size", "6", "--output",
        "windows.safetensors",
      ])
      #expect(windows.status == 0, "\(windows.error)")
      let traced = try program.run(["inspect", "windows.safetensors", "--trace", "The sea is cold."])
      #expect(traced.status == 0, "\(traced.error)")
      let object = try #require(traced.objects().first)
      #expect((object["predictions"] as? [Double])?.count == 16)
      let layers = try #require(object["layers"] as? [[String: Any]])
      #expect(layers.map { $0["isReversed"] as? Bool } == [false, true])
      // What the last five characters leave does not depend on those before them.
      let last = try #require((layers[1]["hidden"] as? [[Double]])?.last)
      let short = try program.run(["inspect", "windows.safetensors", "--trace", "cold."])
      let shortLayers = try #require(short.objects().first?["layers"] as? [[String: Any]])
      #expect((shortLayers[1]["hidden"] as? [[Double]])?.last == last)
    }
  }

  @Test func theRowsOfASeriesAreTraced() throws {
    try Program.inFolder { program in
      try program.write(Data(Wave.table(rows: 120).utf8), to: "wave.csv")
      let options = Wave.options + ["--steps", "20", "--hidden-size", "6"]
      let learnt = try program.run(["forecast", "wave.csv"] + options)
      #expect(learnt.status == 0, "\(learnt.error)")
      let model = ["inspect", "forecasts/wave.safetensors"]
      let traced = try program.run(model + ["--trace-file", "wave.csv"])
      #expect(traced.status == 0, "\(traced.error)")
      let object = try #require(traced.objects().first)
      // A window of 24 rows ends with each of them but the first 23.
      #expect((object["dates"] as? [String])?.count == 97 && (object["values"] as? [Double])?.count == 97)
      let layers = try #require(object["layers"] as? [[String: Any]])
      #expect(layers.map { ($0["hidden"] as? [[Double]])?.count } == [97, 97])
      // What was predicted of each row is what the forecast has predicted of it.
      let lines = String(decoding: try program.bytes(of: "forecasts/wave.predictions.csv"), as: UTF8.self)
      let predicted = lines.split(separator: "\n").dropFirst().map { Double($0.split(separator: ",")[2]) ?? .nan }
      let told = try #require(object["predictions"] as? [Any])
      #expect(told.count == 97 && told[0] is NSNull)
      for (mine, theirs) in zip(told.dropFirst(), predicted) {
        // The table has nine digits.
        #expect(abs((mine as? Double ?? .nan) - theirs) < 1e-7)
      }
      let page = try program.run(model + ["--trace-file", "wave.csv", "--layer", "1", "--html", "wave.html"])
      #expect(page.status == 0 && page.output.contains("over 97 rows"), "\(page.error)")
      #expect(String(decoding: try program.bytes(of: "wave.html"), as: UTF8.self).contains("97 rows, 6 cells"))
      for (arguments, message) in [
        (["--trace", "x"], "trace the rows of a table with --trace-file"), (["--vocabulary"], "no vocabulary"),
        (["--trace-file", "wave.csv", "--layer", "3"], "layers 1 to 2"),
      ] {
        let refused = try program.run(model + arguments)
        #expect(refused.status != 0 && refused.error.contains(message), "\(arguments): \(refused.error)")
      }
      // A state that is carried on has been through every row.
      let streams = try program.run([
        "forecast", "wave.csv", "--target", "height", "--steps", "5", "--hidden-size", "6", "--rng-seed", "1",
        "--output",
        "streams",
      ])
      #expect(streams.status == 0, "\(streams.error)")
      let whole = try program.run(["inspect", "streams.safetensors", "--trace-file", "wave.csv"])
      let rows = try #require(whole.objects().first)
      #expect((rows["dates"] as? [String])?.count == 120, "\(whole.error)")
      let first = try #require((rows["layers"] as? [[String: Any]])?.first)
      #expect((first["cell"] as? [[Double]])?.count == 120)
      try program.write(Data("time,depth\n1970-01-01,3\n1970-01-02,4\n".utf8), to: "other.csv")
      let other = try program.run(model + ["--trace-file", "other.csv"])
      #expect(other.status == 65 && other.error.contains("has no column 'height'"), "\(other.error)")
    }
  }

  /// The limit is one of characters × cells.
  @Test func tracesThatAreTooLargeSayWhatWouldDo() throws {
    try Program.inFolder { program in
      try program.write(Data(Program.text.utf8), to: "sea.txt")
      let large = try program.run([
        "train", "sea.txt", "--steps", "1", "--layers", "1000,600", "--batch-size", "1", "--sequence-length", "2",
      ])
      #expect(large.status == 0, "\(large.error)")
      try program.write(Data(String(repeating: Program.text, count: 5).utf8), to: "long.txt")
      for (arguments, message) in [
        ([], "9900 characters in 1600 cells is too large; give at most 5000 characters, or trace one layer"),
        (["--html", "a.html"], "at most 5000 characters, or trace one layer"),
        (["--html", "a.html", "--layer", "1"], "9900 characters in 1000 cells is too large; give at most 8000"),
      ] {
        let refused = try program.run(["inspect", "--trace-file", "long.txt"] + arguments)
        #expect(refused.status == 65 && refused.error.contains(message), "\(refused.error)")
        #expect(arguments.contains("--layer") != refused.error.contains("--layer"), "\(refused.error)")
      }
      #expect(!program.hasFile("a.html"))
    }
  }

  @Test func modelsAreDrawn() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 1, more: ["--cell", "coupled"])
      let drawn = try program.run(["inspect", "--diagram", "model.svg"])
      #expect(drawn.status == 0 && drawn.output.isEmpty, "\(drawn.error)")
      let svg = String(decoding: try program.bytes(of: "model.svg"), as: UTF8.self)
      for part in ["LSTM 1", "coupled input and forget gate", "softmax over"] { #expect(svg.contains(part), "\(part)") }
    }
  }

  @Test func exportedForecastsAreTheSame() throws {
    try Program.inFolder { program in
      try program.write(Data(Wave.table(rows: 120).utf8), to: "wave.csv")
      let options = Wave.options + ["--steps", "2", "--hidden-size", "6"]
      let learnt = try program.run(["forecast", "wave.csv"] + options)
      #expect(learnt.status == 0, "\(learnt.error)")
      let exported = try program.run(["export", "forecasts/wave.safetensors", "--output", "small.safetensors"])
      #expect(exported.status == 0, "\(exported.error)")
      #expect(
        try 2 * program.bytes(of: "small.safetensors").count < program.bytes(of: "forecasts/wave.safetensors").count)
      let futures = try ["small.safetensors", "forecasts/wave.safetensors"].map {
        try program.run(["forecast", "wave.csv", "--horizon", "3", "--checkpoint", $0]).output
      }
      #expect(futures[0] == futures[1] && futures[0].split(separator: "\n").count == 4)
    }
  }

  @Test func coupledCellsAreExportedAsStandardOnes() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 10, more: ["--layers", "2"])
      let exported = try program.run(["export", "--standard-cells", "--output", "standard.safetensors"])
      #expect(exported.status == 0, "\(exported.error)")
      let shown = try program.run(["inspect", "standard.safetensors", "--parameters"]).output
      #expect(shown.contains("64 × 16") && !shown.contains("coupled"), "\(shown)")
      let scores = try ["standard.safetensors", "checkpoints/sea.safetensors"].map {
        try #require(
          program.run(["score", "sea.txt", "--json", "--checkpoint", $0]).objects().first?["nats_per_character"]
            as? Double)
      }
      // 1 − σ(z) and σ(−z) are rounded differently.
      #expect(abs(scores[0] - scores[1]) < 1e-6, "\(scores)")
      _ = try program.train(steps: 1, more: ["--cell", "peephole", "--force"])
      let refused = try program.run(["export", "--standard-cells", "--output", "no.safetensors"])
      #expect(refused.status == 65 && refused.error.contains("neither standard nor coupled"), "\(refused.error)")
    }
  }

  @Test func exportedFilesSampleTheSameAndCannotResume() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 10)
      let exported = try program.run(["export", "--output", "small.safetensors"])
      #expect(exported.status == 0, "\(exported.error)")
      #expect(
        try 2 * program.bytes(of: "small.safetensors").count < program.bytes(of: "checkpoints/sea.safetensors").count)
      let arguments = ["sample", "--rng-seed", "1", "--length", "40", "--checkpoint"]
      let texts = try ["small.safetensors", "checkpoints/sea.safetensors"].map {
        try program.run(arguments + [$0]).output
      }
      #expect(texts[0] == texts[1])
      let resumed = try program.run(["train", "sea.txt", "--resume", "--output", "small.safetensors"])
      #expect(resumed.status == 65)
      #expect(resumed.error.contains("no training part"))
      #expect(try program.run(["export", "--output", "small.safetensors"]).status == 64)
    }
  }
}
