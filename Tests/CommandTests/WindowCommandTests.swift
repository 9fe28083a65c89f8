import Foundation
import Testing

@Suite struct WindowCommandTests {
  static let sentence = "Hello, world! This is a simple example of text generation using LSTM."

  /// The classic first example: a window of ten characters, one layer of 128 cells, a hundred epochs.
  @Test(arguments: ["one-hot", "embedding"]) func aSentenceIsLearntByHeart(encoding: String) throws {
    try Program.inFolder { program in
      try program.write(Data(Self.sentence.utf8), to: "sentence.txt")
      let trained = try program.run([
        "train", "sentence.txt", "--window", "10", "--hidden-size", "128", "--epochs", "100", "--dropout", "0",
        "--input-encoding", encoding, "--rng-seed", "1",
      ])
      #expect(trained.status == 0, "\(trained.error)")
      #expect(trained.error.contains("windows of 10"))
      let length = Self.sentence.count - 10
      let written = try program.run(["sample", "--seed", "Hello, wor", "--argmax", "--length", "\(length)"])
      #expect(written.output == Self.sentence + "\n" || written.output == Self.sentence, "\(written.output)")
    }
  }

  @Test func bothDirectionsAndLayersOfDifferentSizesLearnAndResume() throws {
    try Program.inFolder { program in
      try program.write(Data(Program.text.utf8), to: "sea.txt")
      let options = [
        "--window", "8", "--bidirectional", "--layers", "12,7", "--recurrent-dropout", "0.1", "--rng-seed", "3",
        "--schedule", "constant", "--warm-up", "5", "--evaluate-every", "10", "--evaluation-length", "99",
        "--batch-size", "6",
      ]
      for (output, steps) in [("straight", "60"), ("paused", "25")] {
        let trained = try program.run(
          ["train", "sea.txt", "--steps", steps, "--output", "\(output).safetensors"] + options)
        #expect(trained.status == 0, "\(trained.error)")
      }
      let resumed = try program.run([
        "train", "sea.txt", "--resume", "--steps", "60", "--output", "paused.safetensors",
      ])
      #expect(resumed.status == 0, "\(resumed.error)")
      let scores = try ["straight", "paused"].map {
        try program.run(["score", "sea.txt", "--checkpoint", "\($0).safetensors", "--json"]).output
      }
      #expect(scores[0] == scores[1])
      #expect(try program.run(["inspect", "straight.safetensors", "--parameters"]).output.contains("l0_reverse"))
    }
  }

  /// A thousand characters of some twenty thousand, however long the window.
  @Test func longWindowsStillHoldAPartOut() throws {
    try Program.inFolder { program in
      try program.write(Data(String(repeating: Program.text, count: 10).utf8), to: "long.txt")
      let trained = try program.run([
        "train", "long.txt", "--window", "6000", "--steps", "1", "--hidden-size", "2", "--batch-size", "1",
        "--embedding-size", "2", "--json",
      ])
      #expect(trained.status == 0, "\(trained.error)")
      #expect(!trained.error.contains("to hold a part of it out"), "\(trained.error)")
      #expect(try trained.objects().contains { $0["validation_nats"] is NSNumber }, "\(trained.output)")
      let little = try program.run([
        "train", "long.txt", "--steps", "1", "--hidden-size", "2", "--validation", "0.001", "--output", "x",
      ])
      #expect(little.error.contains("a fraction of 0.001 is too little to hold a part of it out"), "\(little.error)")
    }
  }

  @Test func historiesHaveNoRepeatsAndNoHolesWhenResumed() throws {
    try Program.inFolder { program in
      let more = [
        "--evaluate-every", "4", "--evaluation-length", "90", "--warm-up", "5", "--schedule", "constant", "--output",
      ]
      _ = try program.train(steps: 20, more: more + ["straight.safetensors"])
      _ = try program.train(steps: 12, more: more + ["resumed.safetensors"])
      // As if it had been killed after an evaluation that no checkpoint followed.
      let path = program.folder.appending(path: "resumed.history.jsonl")
      let spare = #"{"epoch":1,"seconds":1,"step":16,"training_loss":9,"unit":"x","validation_loss":9}"# + "\n"
      try (String(contentsOf: path, encoding: .utf8) + spare).write(to: path, atomically: true, encoding: .utf8)
      let resumed = try program.run([
        "train", "sea.txt", "--resume", "--steps", "20", "--output", "resumed.safetensors",
      ])
      #expect(resumed.status == 0, "\(resumed.error)")
      let losses = try ["straight", "resumed"].map { name in
        try String(decoding: program.bytes(of: "\(name).history.jsonl"), as: UTF8.self).split(separator: "\n").map {
          let object = try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
          return "\(object["step"] ?? ""): \(object["validation_loss"] ?? "")"
        }
      }
      #expect(losses[0].count == 5)
      #expect(losses[0] == losses[1])
    }
  }

  @Test(arguments: [
    (["--bidirectional"], "they need a window, all of which is past; give one with --window"),
    (["--window", "8", "--sequence-length", "9"], "--sequence-length has no meaning"),
    (["--window", "0"], "window is 0"),
    (["--window", "5000"], "at least 5001 are needed"),
    (["--layers", "4,0"], "hidden size is 0"),
    (["--layers", "4,x"], "--layers"),
    (["--layers", "4,5", "--hidden-size", "3"], "names the sizes already"),
    (["--cell", "gru"], "full-gate-recurrence"),
    (["--cell", "no-output-activation", "--activation", "tanh"], "--activation has no meaning"),
    (["--cell", "no-input-activation", "--activation", "relu"], "--activation has no meaning"),
    (["--recurrent-dropout", "1"], "recurrent dropout is 1.0"), (["--dropout", "1.5"], "Error: dropout is 1.5"),
  ]) func whatMakesNoSenseIsRefused(options: [String], message: String) throws {
    try Program.inFolder { program in
      try program.write(Data(Program.text.utf8), to: "sea.txt")
      let refused = try program.run(["train", "sea.txt", "--steps", "1"] + options)
      #expect(refused.status == 64 || refused.status == 65, "\(refused.status)")
      #expect(refused.error.contains(message), "\(refused.error)")
    }
  }

  @Test func resumingTakesAnyOfTheCellsOptions() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 1, more: ["--cell", "peephole", "--activation", "relu"])
      _ = try program.train(steps: 1, more: ["--cell", "no-output-activation", "--output", "linear.safetensors"])
      let resume = ["train", "sea.txt", "--resume", "--steps", "2"]
      for more in [
        ["--cell", "peephole"], ["--activation", "relu"], ["--cell", "peephole", "--activation", "relu"], [],
        ["--cell", "no-output-activation", "--output", "linear.safetensors"],
      ] {
        let resumed = try program.run(resume + more)
        #expect(resumed.status == 0, "\(more): \(resumed.error)")
      }
      for (more, option) in [
        (["--cell", "standard"], "--cell"), (["--cell", "coupled"], "--cell"),
        (["--activation", "tanh"], "--activation"),
        (["--cell", "no-input-activation"], "--cell"),
        (["--cell", "peephole", "--activation", "tanh"], "--activation"),
        (["--cell", "peephole", "--output", "linear.safetensors"], "--cell"),
        (["--activation", "tanh", "--output", "linear.safetensors"], "--activation"),
      ] {
        let refused = try program.run(resume + more)
        #expect(refused.status == 64 && refused.error.contains("\(option) was fixed"), "\(more): \(refused.error)")
      }
    }
  }

  @Test(arguments: ["peephole", "coupled", "full-gate-recurrence", "no-output-gate"])
  func everyKindOfCellTrainsResumesAndSamples(cell: String) throws {
    try Program.inFolder { program in
      let first = try program.train(steps: 6, more: ["--cell", cell, "--layers", "2"])
      #expect(first.status == 0, "\(first.error)")
      #expect(first.error.contains("cell \(cell)"))
      let resumed = try program.run(["train", "sea.txt", "--resume", "--steps", "9"])
      #expect(resumed.status == 0, "\(resumed.error)")
      #expect(
        try program.run(["train", "sea.txt", "--resume", "--cell", "standard"]).error.contains("--cell was fixed"))
      let texts = try ["1", "2"].map {
        try program.run(["sample", "--rng-seed", "5", "--length", "30", "--threads", $0]).output
      }
      #expect(texts[0].count >= 30 && texts[0] == texts[1])
    }
  }
}
