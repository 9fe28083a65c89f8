import Foundation
import Testing

/// The files and the lines of a forecast.
@Suite struct ForecastFilesTests {
  @Test func predictionsHoldEveryRowAfterTheFirstWindow() throws {
    try Wave.inFolder { program in
      let outcome = try program.run(
        ["forecast", "wave.csv", "--epochs", "1", "--output", "out/w"] + Wave.options)
      #expect(outcome.status == 0, "\(outcome.error)")
      #expect(outcome.error.contains("persistence"))
      let lines = String(decoding: try program.bytes(of: "out/w.predictions.csv"), as: UTF8.self).split(separator: "\n")
      #expect(lines[0] == "date,actual,predicted,part")
      #expect(lines.count == 1 + 400 - 24)
      let parts = Dictionary(grouping: lines.dropFirst()) { $0.split(separator: ",").last ?? "" }.mapValues(\.count)
      // 376 windows, ⌊0.8 · 376⌋ before the test, ⌊0.9 · 300⌋ of those for training.
      #expect(parts == ["training": 270, "validation": 30, "test": 76])
      #expect(lines[1].hasPrefix("1970-01-02T00:00,") || lines[1].hasPrefix("1970-01-02 00:00,"), "\(lines[1])")
    }
  }

  @Test func theHorizonGoesOnPastTheEndWithWideningIntervals() throws {
    try Wave.inFolder { program in
      let outcome = try program.run(["forecast", "wave.csv", "--horizon", "30", "-q"] + Wave.options)
      #expect(outcome.status == 0, "\(outcome.error)")
      let rows = outcome.output.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
      #expect(rows.count == 30)
      for (step, row) in rows.enumerated() {
        let values = row.dropFirst().compactMap { Double($0) }
        try #require(values.count == 3)
        #expect(values[1] < values[0] && values[0] < values[2])
        let exact = 3 + sin(2 * .pi * Double(400 + step) / 24)
        #expect(abs(values[0] - exact) < 0.45, "\(step + 1) steps ahead: \(values[0]), exactly \(exact)")
      }
      #expect(outcome.outputBytes == (try program.bytes(of: "forecasts/wave.forecast.csv")))
      // The rows after the last hour of the file.
      #expect(rows[0][0].contains("1970-01-17"), "\(rows[0])")
    }
  }

  @Test func intervalsDoNotDependOnTheHorizonThatWasTrainedWith() throws {
    try Wave.inFolder { program in
      let fixed = ["--steps", "60"] + Wave.options
      let with = try program.run(["forecast", "wave.csv", "--horizon", "60", "--output", "a"] + fixed)
      #expect(with.error.contains("further ahead its width is extrapolated"), "\(with.error)")
      _ = try program.run(["forecast", "wave.csv", "-q", "--output", "b"] + fixed)
      let later = try program.run([
        "forecast", "wave.csv", "--checkpoint", "b.safetensors", "--horizon", "60",
      ])
      #expect(with.output == later.output)
      let none = try program.run(
        ["forecast", "wave.csv", "--horizon", "1", "--validation", "0", "--output", "c"] + fixed)
      #expect(none.error.contains("nothing was held out to measure it by"), "\(none.error)")
      #expect(none.output.hasSuffix(",,\n"), "\(none.output)")
    }
  }

  @Test func outputThatCannotBeWrittenIsAnError() throws {
    try Wave.inFolder { program in
      let options = Wave.options.joined(separator: " ")
      for (arguments, status) in [("--horizon 3", 74), ("--json", 74)] {
        let outcome = try program.shell(
          "$T forecast wave.csv \(options) --steps 3 --force \(arguments) > /dev/full")
        #expect(outcome.status == status, "\(arguments): \(outcome.error)")
      }
    }
  }

  @Test func rowsPastTheEndAreAlsoObjectsAndAnOldForecastGoes() throws {
    try Wave.inFolder { program in
      let first = try program.run(["forecast", "wave.csv", "--horizon", "2", "--json"] + Wave.options)
      let rows = try first.objects().filter { $0["event"] as? String == "future_row" }
      #expect(rows.count == 2 && rows.allSatisfy { $0["lower"] is Double }, "\(rows)")
      #expect(try first.objects().last?["future"] as? String == "forecasts/wave.forecast.csv")
      #expect(program.hasFile("forecasts/wave.forecast.csv"))
      _ = try program.run(["forecast", "wave.csv", "--steps", "2", "--force"] + Wave.options)
      #expect(!program.hasFile("forecasts/wave.forecast.csv"))
      let saved = "forecasts/wave.safetensors"
      for option in [["--epochs", "7"], ["--window", "5"], ["--output", "q"], ["--resume"], ["--layers", "2"]] {
        let refused = try program.run(["forecast", "wave.csv", "--checkpoint", saved] + option)
        #expect(refused.status == 64 && refused.error.contains("\(option[0]) has no meaning"), "\(refused.error)")
      }
      let other = try program.run(
        ["forecast", "--checkpoint", saved], input: Data("time,depth\n1970-01-01,3\n1970-01-02,4\n".utf8))
      #expect(other.status == 65 && other.error.contains("no column 'height'"), "\(other.error)")
    }
  }

  @Test func aReaderThatHasSeenEnoughCostsNoFile() throws {
    try Wave.inFolder { program in
      // More rows than a pipe holds.
      let options = Wave.options.joined(separator: " ")
      let outcome = try program.shell("$T forecast wave.csv \(options) --steps 3 --horizon 9000 -q | head -1")
      #expect(outcome.output == "date,predicted,lower,upper\n", "\(outcome.error)")
      for suffix in ["predictions.csv", "forecast.csv", "svg", "safetensors", "history.jsonl"] {
        #expect(program.hasFile("forecasts/wave.\(suffix)"), "\(suffix)")
      }
    }
  }
}
