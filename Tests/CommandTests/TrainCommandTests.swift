import Foundation
import Testing

@Suite struct TrainCommandTests {
  @Test func trainingWritesACheckpointAndNamesTheNextCommand() throws {
    try Program.inFolder { program in
      let outcome = try program.train(steps: 20)
      #expect(outcome.status == 0, "\(outcome.error)")
      #expect(outcome.output.isEmpty)
      #expect(outcome.error.contains("textgen sample --checkpoint checkpoints/sea.safetensors"))
      #expect(program.hasFile("checkpoints/sea.safetensors"))
    }
  }

  @Test func anyThreadCountGivesTheSameFile() throws {
    try Program.inFolder { program in
      let one = try program.train(steps: 12, more: ["--output", "a.safetensors", "--threads", "1"])
      let three = try program.train(steps: 12, more: ["--output", "b.safetensors", "--threads", "3"])
      #expect(one.status == 0 && three.status == 0)
      #expect(try program.bytes(of: "a.safetensors") == program.bytes(of: "b.safetensors"))
    }
  }

  @Test func aBatchIsReadInPartsThatDivideIt() throws {
    try Program.inFolder { program in
      let parts = try program.train(steps: 6, more: ["--micro-batch-size", "2"])
      #expect(parts.status == 0 && parts.error.contains("batch 4 × 16 in parts of 2,"), "\(parts.error)")
      let inspected = try program.run(["inspect", "checkpoints/sea.safetensors"])
      #expect(inspected.output.contains("4 × 16 in parts of 2\n"), "\(inspected.output)")
      let resumed = try program.run(["train", "sea.txt", "--resume", "--steps", "8", "--micro-batch-size", "2"])
      #expect(resumed.status == 0, "\(resumed.error)")
      let changed = try program.run(["train", "sea.txt", "--resume", "--steps", "9", "--micro-batch-size", "4"])
      #expect(changed.status == 64 && changed.error.contains("--micro-batch-size was fixed"), "\(changed.error)")
      let uneven = try program.train(steps: 1, more: ["--force", "--micro-batch-size", "3"])
      #expect(
        uneven.status == 64 && uneven.error.contains("has to divide the batch size, 4; 2 would do"), "\(uneven.error)")
      let zero = try program.train(steps: 1, more: ["--force", "--micro-batch-size", "0"])
      #expect(zero.status == 64 && zero.error.contains("--micro-batch-size has to be from 1"), "\(zero.error)")
    }
  }

  @Test func fileAndPipeGiveTheSameFile() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 5, more: ["--output", "a.safetensors"])
      for line in [
        "cat sea.txt | $T train -", "$T train < sea.txt", "$T train <(head -n 15 sea.txt) - < <(tail -n +16 sea.txt)",
      ] {
        let outcome = try program.shell(
          "\(line) --steps 5 --output b.safetensors --force \(Program.small.joined(separator: " "))")
        #expect(outcome.status == 0, "\(line): \(outcome.error)")
        #expect(try program.bytes(of: "a.safetensors") == program.bytes(of: "b.safetensors"), "\(line)")
      }
    }
  }

  @Test func resumedTrainingEqualsStraightTraining() throws {
    try Program.inFolder { program in
      // The interval fixes when the weights are compared, whatever the number of steps.
      let more = [
        "--evaluate-every", "4", "--evaluation-length", "90", "--warm-up", "5", "--schedule", "constant",
      ]
      _ = try program.train(steps: 18, more: more + ["--output", "straight.safetensors"])
      _ = try program.train(steps: 7, more: more + ["--output", "resumed.safetensors"])
      let resumed = try program.run([
        "train", "sea.txt", "--resume", "--steps", "18", "--output", "resumed.safetensors",
      ])
      #expect(resumed.status == 0, "\(resumed.error)")
      let scores = try ["straight", "resumed"].map {
        try program.run(["score", "sea.txt", "--json", "--checkpoint", "\($0).safetensors"]).output
      }
      #expect(scores[0] == scores[1])
    }
  }

  @Test func interruptSavesAndNamesTheCommandThatResumes() throws {
    try Program.inFolder { program in
      try program.write(Data(Program.text.utf8), to: "sea.txt")
      let process = program.process(["train", "sea.txt", "--steps", "200000", "--json"] + Program.small)
      let (output, error) = (Pipe(), Pipe())
      process.standardOutput = output
      process.standardError = error
      try process.run()
      // Steps enough for a minute, so that a lost signal ends in a failure; the first event says that training is under way.
      _ = output.fileHandleForReading.availableData
      process.interrupt()
      _ = try output.fileHandleForReading.readToEnd()
      let said = String(decoding: try error.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 130)
      #expect(said.contains("textgen train sea.txt --output checkpoints/sea.safetensors --resume"), "\(said)")
      #expect(try program.run(["sample", "--length", "3"]).status == 0)
    }
  }

  /// The command that a time budget prints, typed as it stands but for the names of program and file.
  @Test(arguments: [
    [], ["--layers", "9,7"], ["--layers", "2"], ["--batch-size=40", "--micro-batch-size", "8"],
    ["--batch-size", "40", "--parts=4", "--micro-batch-size", "5"],
    ["--window", "6", "--cell=peephole"], ["--schedule", "cosine"],
  ])
  func aTimeBudgetPrintsTheCommandThatRepeatsIt(options: [String]) throws {
    try Program.inFolder { program in
      try program.write(Data(Program.text.utf8), to: "sea.txt")
      let sizes = options.contains("9,7") || options.contains("2") ? [] : ["--hidden-size", "12"]
      let timed = try program.run(
        ["train", "sea.txt", "--time", "0.2s", "--output", "a.safetensors", "-v", "--batch-size", "4"] + sizes + options
      )
      #expect(timed.status == 0, "\(timed.error)")
      let lines = timed.error.split(separator: "\n")
      let place = try #require(lines.firstIndex { $0.hasPrefix("The same training again") }, "\(timed.error)")
      let words = try #require(lines[place + 1].split(separator: "train ", maxSplits: 1).last)
      let counted = try program.shell("$T train \(words)")
      #expect(counted.status == 0, "\(counted.error)")
      #expect(try program.bytes(of: "a.safetensors") == program.bytes(of: "again.safetensors"), "\(words)")
    }
  }

  @Test func aTimeThatIsUsedUpIsNotUsedAgain() throws {
    try Program.inFolder { program in
      try program.write(Data(Program.text.utf8), to: "sea.txt")
      _ = try program.run(["train", "sea.txt", "--time", "0.3s"] + Program.small)
      let before = try program.bytes(of: "checkpoints/sea.safetensors")
      for time in ["0.3s", "0.1s"] {
        let again = try program.run(["train", "sea.txt", "--resume", "--time", time])
        #expect(again.status == 0 && again.error.contains("steps are done already"), "\(again.error)")
      }
      #expect(try program.bytes(of: "checkpoints/sea.safetensors") == before)
    }
  }

  @Test func aDryRunSaysWhatWouldBeTrainedAndTrainsNothing() throws {
    try Program.inFolder { program in
      try program.write(Data(Program.text.utf8), to: "sea.txt")
      let outcome = try program.run(["train", "sea.txt", "--dry-run", "--time", "1h30m"])
      #expect(outcome.status == 0, "\(outcome.error)")
      for part in ["1 h 30 min at", "TFLOP", "embedding", "passes over the training data", "nothing was trained"] {
        #expect(outcome.error.contains(part), "\(part) in \(outcome.error)")
      }
      #expect(!program.hasFile("checkpoints"), "a folder was made")
      let folder = try program.run(["train", "sea.txt", "--dry-run", "--output", "."])
      #expect(folder.status == 74 && folder.error.contains("it is a folder"), "\(folder.error)")
      let source = try program.run(["train", "sea.txt", "--dry-run", "--output", "sea.txt"])
      #expect(source.status == 64 && source.error.contains("is what is read"), "\(source.error)")
      // A text of 2 KB is read often enough long before.
      #expect(!outcome.error.contains("about 1 h 30 min on this computer"), "\(outcome.error)")
      let steps = try program.run(["train", "sea.txt", "--dry-run", "--steps", "50"])
      #expect(steps.error.contains("\n50 steps, ") && !steps.error.contains("TFLOP"), "\(steps.error)")
    }
  }

  @Test func jsonEventsCarryTheStatedKeys() throws {
    try Program.inFolder { program in
      let outcome = try program.train(steps: 10, more: ["--json", "--evaluate-every", "1"])
      let events = try outcome.objects()
      let kinds = events.compactMap { $0["event"] as? String }
      #expect(kinds.filter { $0 == "step" }.count == 10)
      #expect(kinds.filter { $0 == "evaluation" }.count == 10)
      #expect(kinds.contains("checkpoint"))
      #expect(kinds.last == "done")
      let step = try #require(events.last { $0["event"] as? String == "step" })
      for key in ["step", "epoch", "seconds", "loss_nats", "characters_per_second"] {
        #expect(step[key] is NSNumber, "\(key) of \(step)")
      }
      let evaluation = try #require(events.first { $0["event"] as? String == "evaluation" })
      #expect(evaluation["validation_nats"] is NSNumber)
    }
  }

  @Test func theVerdictComparesWithAnNGramModelAndNamesCopies() throws {
    try Program.inFolder { program in
      let outcome = try program.train(steps: 30, more: ["--json"])
      #expect(outcome.status == 0, "\(outcome.error)")
      let done = try #require(outcome.objects().last)
      #expect(done["ngram_order"] as? Int == 5)
      let nGram = try #require(done["ngram_nats"] as? Double)
      let heldOut = try #require(done["held_out_nats"] as? Double)
      // Two sentences over and over, which counting knows at once.
      #expect(nGram < 0.1 && nGram < heldOut, "\(nGram), \(heldOut)")
      #expect((done["sample"] as? String)?.count == 500)
      #expect(done["copied_fraction"] is Double && done["longest_copied"] is Int)
      #expect(outcome.error.contains("  5-gram model   \(decimal(nGram)) nats = "), "\(outcome.error)")
      #expect(
        outcome.error.contains(
          "the network is no better than a 5-gram model, which only counts how often 5 characters follow each other: more "
            + "time, a larger text, or --from a model that knows the language helps\n"), "\(outcome.error)")
      #expect(outcome.error.contains("the model writes at temperature 0.8:\n  "), "\(outcome.error)")
      #expect(outcome.error.contains(" lie in passages of 30 or more that stand in the corpus; the longest has "))
      let inspected = try program.run(["inspect"])
      #expect(inspected.output.contains("  5-gram model   \(decimal(nGram)) nats = "), "\(inspected.output)")
      let quiet = try program.train(steps: 3, more: ["--force", "--quiet"])
      #expect(quiet.status == 0 && quiet.error == "" && quiet.output == "")
      let nothing = try program.train(steps: 3, more: ["--force", "--validation", "0"])
      #expect(nothing.status == 0 && !nothing.error.contains("5-gram"), "\(nothing.error)")
    }
  }

  private func decimal(_ value: Double) -> String { String(format: "%.4f", value) }

  @Test func aTrainingWritesOnTheWayWhenAsked() throws {
    try Program.inFolder { program in
      let silent = try program.train(steps: 60)
      #expect(!silent.error.contains("; the model writes:"), "\(silent.error)")
      let bytes = try program.bytes(of: "checkpoints/sea.safetensors")
      let outcome = try program.train(steps: 60, more: ["--sample-every", "0.001s", "--json", "--force"])
      #expect(outcome.status == 0, "\(outcome.error)")
      #expect(outcome.error.contains("; the model writes:\n  "), "\(outcome.error)")
      let sample = try #require(outcome.objects().first { $0["event"] as? String == "sample" })
      #expect((sample["sample"] as? String)?.count == 200)
      // What is written has no influence on what is learnt.
      #expect(try program.bytes(of: "checkpoints/sea.safetensors") == bytes)
    }
  }

  @Test func shortTextsShrinkTheBatchWithANotice() throws {
    try Program.inFolder { program in
      try program.write(Data("abcabcabca".utf8), to: "short.txt")
      let outcome = try program.run(["train", "short.txt", "--steps", "3"])
      #expect(outcome.status == 0, "\(outcome.error)")
      #expect(outcome.error.contains("too few for batches of 16 × 128"))
      #expect(outcome.error.contains("too short to hold a part of it out"))
    }
  }

  /// What was typed at the start is not what the checkpoint records: the text was too short for it.
  @Test func aShortTextIsResumedWithTheOptionsThatItBeganWith() throws {
    try Program.inFolder { program in
      try program.write(Data(String(repeating: "abcabcabca", count: 8).utf8), to: "short.txt")
      let typed = ["--validation", "0.3", "--batch-size", "64", "--sequence-length", "30"]
      let parts = typed + ["--micro-batch-size", "2", "--output", "parts"]
      let window = ["--window", "70", "--batch-size", "64", "--validation", "0.3", "--output", "window"]
      for options in [typed, parts, window] {
        let begun = try program.run(["train", "short.txt", "--steps", "2", "--hidden-size", "4"] + options)
        #expect(begun.status == 0 && begun.error.contains("too few for batches of 64"), "\(begun.error)")
        let resumed = try program.run(["train", "short.txt", "--resume", "--steps", "3"] + options)
        #expect(resumed.status == 0, "\(options): \(resumed.error)")
      }
      for (option, value) in [
        ("--batch-size", "1"), ("--sequence-length", "9"), ("--validation", "0.8"), ("--micro-batch-size", "1"),
      ] {
        let refused = try program.run(["train", "short.txt", "--resume", "--steps", "4", option, value])
        #expect(refused.status == 64 && refused.error.contains("\(option) was fixed"), "\(option): \(refused.error)")
      }
    }
  }

  @Test func aClosedPipeOrTerminalSavesWhatWasLearnt() throws {
    try Program.inFolder { program in
      try program.write(Data(Program.text.utf8), to: "sea.txt")
      let small = Program.small.joined(separator: " ")
      let piped = try program.shell(
        "$T train sea.txt --steps 200000 --json \(small) | head -n 1 >/dev/null; echo ${PIPESTATUS[0]}")
      #expect(piped.output == "130\n", "\(piped.error)")
      #expect(try program.run(["sample", "--length", "3"]).status == 0)
      let hungUp = try program.shell(
        "$T train sea.txt --steps 200000 --output h --json \(small) > events & while [ ! -s events ]; do :; done; "
          + "kill -HUP $!; wait $!; echo $?")
      #expect(hungUp.output == "130\n", "\(hungUp.error)")
      #expect(try program.run(["sample", "--length", "3", "--checkpoint", "h"]).status == 0)
    }
  }

  @Test func anIgnoredHangUpStaysIgnored() throws {
    try Program.inFolder { program in
      try program.write(Data(Program.text.utf8), to: "sea.txt")
      // As nohup does.
      let outcome = try program.shell(
        "(trap '' HUP; exec $T train sea.txt --steps 3000 --json \(Program.small.joined(separator: " "))) > events & "
          + "while [ ! -s events ]; do :; done; kill -HUP $!; wait $!; echo $?")
      #expect(outcome.output == "0\n", "\(outcome.error)")
      #expect(try program.run(["inspect"]).output.contains("3000 of 3000"))
    }
  }

  @Test func eventsThatCannotBeWrittenAreNamedOnceAndTheWorkIsSaved() throws {
    try Program.inFolder { program in
      let outcome = try program.train(steps: 1)
      #expect(outcome.status == 0)
      let full = try program.shell(
        "$T train sea.txt --steps 200000 --output f --json \(Program.small.joined(separator: " ")) > /dev/full; echo $? >&2"
      )
      #expect(full.error.components(separatedBy: "standard output cannot be written").count == 2, "\(full.error)")
      #expect(full.error.hasSuffix("74\n"), "\(full.error)")
      #expect(try program.run(["sample", "--length", "3", "--checkpoint", "f"]).status == 0)
    }
  }

  @Test func resumingTakesTheOptionsThatItBeganWith() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 5)
      let again = try program.run(["train", "sea.txt", "--resume", "--steps", "8"] + Program.small)
      #expect(again.status == 0, "\(again.error)")
      try program.write(Data("Zebra!".utf8), to: "other.txt")
      let other = try program.run(["train", "other.txt", "--resume", "--output", "checkpoints/sea.safetensors"])
      #expect(other.status == 65)
      #expect(other.error.contains("'Z' U+005A LATIN CAPITAL LETTER Z"), "\(other.error)")
    }
  }

  @Test func linksAreWrittenThrough() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 2, more: ["--output", "real.safetensors"])
      let link = program.folder.appending(path: "link.safetensors").path
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "real.safetensors")
      _ = try program.train(steps: 3, more: ["--output", "link.safetensors", "--force"])
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "real.safetensors")
      #expect(try program.run(["inspect", "real.safetensors"]).output.contains("3 of 3"))
    }
  }

  @Test func theLearningCurveOverwritesNothing() throws {
    try Program.inFolder { program in
      try program.write(Data("precious".utf8), to: "notes.history.jsonl")
      let refused = try program.train(steps: 2, more: ["--output", "notes.safetensors"])
      #expect(refused.status == 64 && refused.error.contains("notes.history.jsonl exists already"), "\(refused.error)")
      #expect(try program.bytes(of: "notes.history.jsonl") == Data("precious".utf8))
      try program.write(Data(Program.text.utf8), to: "c.history.jsonl")
      let corpus = try program.run(
        ["train", "c.history.jsonl", "--steps", "2", "--output", "c.safetensors", "--force"] + Program.small)
      #expect(corpus.status == 64 && corpus.error.contains("is what is read"), "\(corpus.error)")
      // A training that comes to nothing leaves the curve beside the checkpoint that it leaves.
      _ = try program.train(steps: 8, more: ["--evaluate-every", "2", "--output", "x.safetensors"])
      let curve = try program.bytes(of: "x.history.jsonl")
      let diverged = try program.train(
        steps: 60, more: ["--output", "x.safetensors", "--force", "--optimizer", "sgd", "--learning-rate", "1000000"])
      #expect(diverged.status == 65, "\(diverged.error)")
      #expect(try program.bytes(of: "x.history.jsonl") == curve)
    }
  }
}
