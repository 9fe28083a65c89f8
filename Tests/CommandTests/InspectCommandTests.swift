import Foundation
import Testing

@Suite struct InspectCommandTests {
  @Test func modelVocabularyAndTrainingAreShown() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 10)
      let inspected = try program.run(["inspect", "--vocabulary", "--parameters"])
      #expect(inspected.status == 0, "\(inspected.error)")
      for part in [
        "lstm.weight_hh_l0", "64 × 16", "batch × time × 16", "10 of 10", "U+000A LINE FEED", "rng seed       7",
      ] {
        #expect(inspected.output.contains(part), "\(part) in \(inspected.output)")
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
        (["--trace", "Ω"], "U+03A9"), (["--html", "y.html"], "--trace"),
        (["--trace", "The", "--html", "page.html"], "--force"),
      ] {
        let refused = try program.run(["inspect"] + arguments)
        #expect(refused.status != 0 && refused.error.contains(message), "\(arguments): \(refused.error)")
      }
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
