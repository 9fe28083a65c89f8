import Foundation
import Testing

/// Forecasts that stop and go on, and saved models that forecast from new rows.
@Suite struct ForecastResumingTests {
  @Test func aSavedModelForecastsFromNewRowsOnStdin() throws {
    try Wave.inFolder { program in
      let trained = try program.run(
        ["forecast", "wave.csv", "--horizon", "3", "-q", "--features", "cloud"] + Wave.options)
      let same = try program.run(
        ["forecast", "--checkpoint", "forecasts/wave.safetensors", "--horizon", "3"], input: Data(Wave.table().utf8))
      #expect(same.status == 0, "\(same.error)")
      #expect(same.output == trained.output)
      let lines = Wave.table().split(separator: "\n")
      let tail = ([lines[0]] + lines.suffix(24)).joined(separator: "\n")
      let fromTail = try program.run(
        ["forecast", "--checkpoint", "forecasts/wave.safetensors", "--horizon", "3"], input: Data(tail.utf8))
      #expect(fromTail.output == trained.output)
      let short = ([lines[0]] + lines.suffix(23)).joined(separator: "\n")
      let refused = try program.run(
        ["forecast", "--checkpoint", "forecasts/wave.safetensors"], input: Data(short.utf8))
      #expect(refused.status == 65)
      #expect(refused.error.contains("24"), "\(refused.error)")
      #expect(
        try program.run(["sample", "--checkpoint", "forecasts/wave.safetensors"]).error.contains(
          "a model of a time series, and a model of text is needed here"))
      let inspected = try program.run(["inspect", "forecasts/wave.safetensors"])
      #expect(inspected.output.contains("height, cloud"), "\(inspected.output)\(inspected.error)")
    }
  }

  @Test func resumedEqualsStraightAndThreadsChangeNothing() throws {
    try Wave.inFolder { program in
      let fixed =
        ["--evaluate-every", "9", "--evaluation-length", "20", "--warm-up", "5", "--schedule", "constant", "-q"]
        + Wave.options
      for (name, steps, threads) in [("a", "40", "1"), ("b", "25", "2"), ("c", "40", "3")] {
        let outcome = try program.run(
          ["forecast", "wave.csv", "--steps", steps, "--threads", threads, "--output", name] + fixed)
        #expect(outcome.status == 0, "\(outcome.error)")
      }
      let resumed = try program.run(
        ["forecast", "wave.csv", "--steps", "40", "--resume", "--output", "b"] + fixed)
      #expect(resumed.status == 0, "\(resumed.error)")
      for name in ["b", "c"] {
        #expect(try program.bytes(of: "a.predictions.csv") == program.bytes(of: "\(name).predictions.csv"), "\(name)")
        #expect(try program.bytes(of: "a.safetensors") == program.bytes(of: "\(name).safetensors"), "\(name)")
      }
    }
  }

  /// Streams: what a forecast does without --window.
  @Test func whatIsPrintedAfterAnInterruptGoesOnAndNothingCanBeChanged() throws {
    try Wave.inFolder { program in
      let options = [
        "--target", "height", "--features", "cloud", "--window", "9", "--layers", "7,5", "--rng-seed", "3",
        "--scaling", "minmax", "--validation", "0.2", "--schedule", "constant", "--evaluate-every", "20",
      ]
      let straight = try program.run(["forecast", "wave.csv", "--steps", "100", "-q", "--output", "a"] + options)
      #expect(straight.status == 0, "\(straight.error)")
      let process = program.process(["forecast", "wave.csv", "--steps", "1000000", "--output", "b"] + options)
      let error = Pipe()
      process.standardError = error
      try process.run()
      // Past the first evaluations, which are said.
      var said = Data()
      while !String(decoding: said, as: UTF8.self).contains("--rng-seed") {
        said += error.fileHandleForReading.availableData
      }
      process.interrupt()
      said += try error.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      #expect(process.terminationStatus == 130)
      let text = String(decoding: said, as: UTF8.self)
      let command = try #require(text.split(separator: "\n").last { $0.contains("--resume") })
      #expect(command.hasSuffix(" forecast wave.csv --output b --resume"), "\(command)")
      // A forecast from it has no interval, and says so.
      let early = try program.run(["forecast", "wave.csv", "--checkpoint", "b.safetensors", "--horizon", "2"])
      #expect(early.status == 0 && early.error.contains("there is no interval"), "\(early.error)")
      #expect(early.output.split(separator: "\n").dropFirst().allSatisfy { $0.hasSuffix(",,") }, "\(early.output)")
      let resumed = try program.run(["forecast", "wave.csv", "--output", "b", "--resume", "--steps", "1"])
      #expect(resumed.status == 0, "\(resumed.error)")
      for (option, value) in [
        ("--learning-rate", "9"), ("--optimizer", "sgd"), ("--rng-seed", "5"), ("--validation", "0.5"),
        ("--scaling", "standard"), ("--window", "10"), ("--layers", "7,6"), ("--features", "x"),
        ("--batch-size", "3"), ("--micro-batch-size", "1"),
      ] {
        let refused = try program.run(["forecast", "wave.csv", "--output", "b", "--resume", option, value])
        #expect(refused.status == 64 && refused.error.contains("\(option) was fixed"), "\(option): \(refused.error)")
      }
    }
  }

  /// Before the first step there is nothing to save.
  @Test func aSignalBeforeTheTrainingEndsTheProgramAtOnce() throws {
    try Wave.inFolder { program in
      let outcome = try program.shell(
        "mkfifo data; $T forecast - < data & exec 3> data; sleep 0.5; kill -TERM $!; exec 3>&-; wait $!; echo $?")
      #expect(outcome.output == "143\n", "\(outcome.error)")
    }
  }

  @Test func aForecastIsSavedNowAndThen() throws {
    try Wave.inFolder { program in
      let more = ["--steps", "60", "--checkpoint-every", "0.001s", "--json", "-q", "--output", "now"]
      let outcome = try program.run(["forecast", "wave.csv"] + more + Wave.options)
      #expect(outcome.status == 0, "\(outcome.error)")
      let saved = try outcome.objects().filter { $0["event"] as? String == "checkpoint" }
      #expect(saved.count > 1 && saved.last?["step"] as? Int == 60, "\(saved)")
      let refused = try program.run([
        "forecast", "wave.csv", "--checkpoint", "now.safetensors", "--checkpoint-every", "5m",
      ])
      #expect(refused.status == 64 && refused.error.contains("--checkpoint-every has no meaning"), "\(refused.error)")
    }
  }

  @Test func aBatchThatTheSeriesCannotFillIsResumedWithTheSameOptions() throws {
    try Wave.inFolder { program in
      let batch = ["--batch-size", "512", "--micro-batch-size", "128", "--output", "b"]
      let first = try program.run(["forecast", "wave.csv", "--steps", "2"] + batch + Wave.options)
      #expect(first.status == 0 && first.error.contains(" in parts of 128,"), "\(first.error)")
      let resumed = try program.run(["forecast", "wave.csv", "--steps", "3", "--resume"] + batch)
      #expect(resumed.status == 0, "\(resumed.error)")
      func resume(parts: String) throws -> Program.Outcome {
        try program.run([
          "forecast", "wave.csv", "--steps", "4", "--resume", "--output", "b", "--micro-batch-size", parts,
        ])
      }
      let same = try resume(parts: "128")
      #expect(same.status == 0, "\(same.error)")
      let changed = try resume(parts: "64")
      #expect(changed.status == 64 && changed.error.contains("--micro-batch-size was fixed"), "\(changed.error)")
    }
  }
}
