import Foundation
import Testing

/// `train --from`, and files of 16 bits.
@Suite struct FromCommandTests {
  /// A model of the sea, checkpoints/sea.safetensors, and a text of the same kind with other characters.
  private func withModel(_ body: (Program) throws -> Void) throws {
    try Program.inFolder { program in
      #expect(try program.train(steps: 60).status == 0)
      try program.write(
        Data(String(repeating: "The lámp is cold. THE SEA burns 7 times.\n", count: 40).utf8), to: "letters.txt")
      try body(program)
    }
  }

  private static let short = ["--batch-size", "4", "--sequence-length", "16", "--rng-seed", "7", "--threads", "1"]

  @Test func aTrainingBeginsWithWhatAModelKnows() throws {
    try withModel { program in
      let learnt = try program.run(["train", "letters.txt", "--from", "sea", "--steps", "40"] + Self.short)
      #expect(learnt.status == 0, "\(learnt.error)")
      #expect(learnt.error.contains("begins with the weights of sea, to which 7 characters of the text are new"))
      #expect(learnt.error.contains("LSTM 16"))
      let alone = try #require(learnt.error.firstMatch(of: #/sea alone had ([0-9.]+) nats/#)).1
      let held = try #require(learnt.error.firstMatch(of: #/  held out +([0-9.]+) nats/#)).1
      #expect(try #require(Double(held)) < #require(Double(alone)))
      let shown = try program.run(["inspect", "checkpoints/letters.safetensors", "--vocabulary"]).output
      #expect(shown.contains("began with     sea, which had"), "\(shown)")
      // All characters of both texts; the letter b is in both, and the full stop.
      for name in ["'á'", "'7'", "'E'", "'b'"] { #expect(shown.contains(name), "\(name)") }
      let sample = try program.run(["sample", "--checkpoint", "letters", "--seed", "The l", "--rng-seed", "1"])
      #expect(sample.status == 0 && !sample.output.isEmpty, "\(sample.error)")
    }
  }

  @Test func resumedEqualsStraight() throws {
    try withModel { program in
      let more = [
        "--from", "sea", "--evaluate-every", "5", "--evaluation-length", "90", "--schedule", "constant", "--warm-up",
        "3",
      ]
      func run(_ steps: String, _ name: String, _ others: [String] = []) throws -> Program.Outcome {
        try program.run(["train", "letters.txt", "--steps", steps, "--output", name] + Self.short + more + others)
      }
      #expect(try run("20", "straight.safetensors").status == 0)
      #expect(try run("10", "parts.safetensors").status == 0)
      let resumed = try run("20", "parts.safetensors", ["--resume"])
      #expect(resumed.status == 0, "\(resumed.error)")
      #expect(try program.bytes(of: "straight.safetensors") == program.bytes(of: "parts.safetensors"))
      let other = try program.run([
        "train", "letters.txt", "--output", "parts.safetensors", "--resume", "--from", "letters", "--steps", "30",
      ])
      #expect(other.status == 64 && other.error.contains("--from was fixed"), "\(other.error)")
    }
  }

  /// Steps that make the model worse are not kept.
  @Test func theModelItselfIsKeptWhereNothingIsBetter() throws {
    try withModel { program in
      let learnt = try program.run(
        ["train", "sea.txt", "--from", "sea", "--output", "b.safetensors", "--steps", "3", "--learning-rate", "5"]
          + Self.short)
      #expect(
        learnt.status == 0
          && learnt.error.contains("kept the weights of step 0, those of sea: no later ones were better"),
        "\(learnt.error)")
      let scores = try ["b.safetensors", "sea"].map {
        try program.run(["score", "sea.txt", "--checkpoint", $0, "--json"]).output
      }
      #expect(scores[0] == scores[1])
    }
  }

  /// Layers of several sizes have no one size that the command could name.
  @Test func aTimeBudgetPrintsTheCommandThatRepeatsIt() throws {
    try withModel { program in
      let base = try program.run(
        ["train", "sea.txt", "--layers", "9,7", "--steps", "5", "--output", "base.safetensors"] + Self.short)
      #expect(base.status == 0, "\(base.error)")
      let timed = try program.run(
        ["train", "letters.txt", "--from", "base.safetensors", "--time", "0.3s", "--output", "a.safetensors"])
      #expect(timed.status == 0, "\(timed.error)")
      let words = try #require(timed.error.firstMatch(of: #/textgen train (--output again.safetensors .*)/#)).1
      let counted = try program.shell("$T train \(words)")
      #expect(counted.status == 0, "\(words): \(counted.error)")
      #expect(try program.bytes(of: "a.safetensors") == program.bytes(of: "again.safetensors"), "\(words)")
    }
  }

  @Test func aModelIsNotReplacedByWhatBeginsWithIt() throws {
    try withModel { program in
      let before = try program.bytes(of: "checkpoints/sea.safetensors")
      let refused = try program.run(["train", "sea.txt", "--from", "sea", "--steps", "3", "--force"])
      #expect(
        refused.status == 64 && refused.error.contains("is what is read, and would be replaced"), "\(refused.error)")
      #expect(try program.bytes(of: "checkpoints/sea.safetensors") == before)
    }
  }

  /// The name of a model is that of a file, and may be anything.
  @Test func aNameDoesNotCommandTheTerminal() throws {
    try withModel { program in
      let name = "a\u{1B}[31m\nb.safetensors"
      try program.write(program.bytes(of: "checkpoints/sea.safetensors"), to: name)
      #expect(try program.run(["train", "letters.txt", "--from", name, "--steps", "3"] + Self.short).status == 0)
      let shown = try program.run(["inspect", "letters"]).output
      #expect(shown.contains("began with     a [31m b.safetensors, which had"), "\(shown)")
    }
  }

  @Test func aFolderIsNoModel() throws {
    try withModel { program in
      #expect(try program.shell("mkdir sea").status == 0)
      #expect(try program.run(["train", "letters.txt", "--from", "sea", "--steps", "3"] + Self.short).status == 0)
      let compared = try program.run(["inspect", "sea", "--errors", "sea.txt", "letters"])
      #expect(compared.status == 0, "\(compared.error)")
    }
  }

  @Test func windowsOfTheModelAreTheLengthOfWhatIsRead() throws {
    try withModel { program in
      let base = try program.run([
        "train", "sea.txt", "--window", "5", "--hidden-size", "4", "--steps", "3", "--output", "w.safetensors",
      ])
      #expect(base.status == 0, "\(base.error)")
      let from = ["train", "letters.txt", "--from", "w.safetensors", "--steps", "3"]
      let refused = try program.run(from + ["--sequence-length", "9"])
      #expect(refused.status == 64 && refused.error.contains("--sequence-length asks for"), "\(refused.error)")
      #expect(try program.run(from).status == 0)
    }
  }

  @Test func optionsThatContradictTheModelAreRefused() throws {
    try withModel { program in
      for (option, name) in [
        (["--hidden-size", "32"], "--hidden-size"), (["--layers", "2"], "--layers"),
        (["--cell", "standard"], "--cell"),
        (["--unit", "codepoint"], "--unit"), (["--window", "8"], "--window"),
        (["--embedding-size", "9"], "--embedding-size"),
      ] {
        let refused = try program.run(["train", "letters.txt", "--from", "sea", "--steps", "3"] + option)
        #expect(refused.status == 64 && refused.error.contains("\(name) asks for another"), "\(refused.error)")
        #expect(!program.hasFile("checkpoints/letters.safetensors"))
      }
      let allowed = try program.run(
        ["train", "letters.txt", "--from", "sea", "--steps", "3", "--dropout", "0.3", "--hidden-size", "16"]
          + Self.short)
      #expect(allowed.status == 0 && allowed.error.contains("dropout 0.30"), "\(allowed.error)")
      let missing = try program.run(["train", "letters.txt", "--from", "nowhere", "--force"])
      #expect(
        missing.status == 66 && missing.error.contains("nowhere: there is no such checkpoint"), "\(missing.error)")
    }
  }

  @Test(arguments: ["f16", "bf16"]) func sixteenBitsAreReadByEveryCommand(precision: String) throws {
    try withModel { program in
      let exported = try program.run(["export", "sea", "--precision", precision, "--output", "small.safetensors"])
      #expect(exported.status == 0, "\(exported.error)")
      let whole = try program.run(["export", "sea", "--output", "whole.safetensors"])
      #expect(whole.status == 0)
      let sizes = try ["small.safetensors", "whole.safetensors"].map { try program.bytes(of: $0).count }
      #expect(Double(sizes[0]) < 0.7 * Double(sizes[1]), "\(sizes)")
      let scores = try ["small.safetensors", "whole.safetensors"].map {
        try #require(
          program.run(["score", "sea.txt", "--json", "--checkpoint", $0]).objects().first?["nats_per_character"]
            as? Double)
      }
      // Weights are off by at most 2⁻¹² or 2⁻⁹ of themselves.
      #expect(scores[0] != scores[1] && abs(scores[0] - scores[1]) < 0.01, "\(scores)")
      #expect(try program.run(["inspect", "small.safetensors"]).output.contains("exported for sampling"))
      #expect(try program.run(["sample", "--checkpoint", "small.safetensors"]).status == 0)
      let learnt = try program.run(
        ["train", "letters.txt", "--from", "small.safetensors", "--steps", "3"] + Self.short)
      #expect(learnt.status == 0, "\(learnt.error)")
    }
  }
}
