import Foundation
import Testing

@Suite struct InspectCommandTests {
  @Test func modelVocabularyAndTrainingAreShown() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 10)
      let inspected = try program.run(["inspect", "--vocabulary"])
      #expect(inspected.status == 0, "\(inspected.error)")
      for part in ["lstm.weight_hh_l0", "64 × 16", "10 of 10", "U+000A LINE FEED", "rng seed       7"] {
        #expect(inspected.output.contains(part), "\(part) in \(inspected.output)")
      }
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
