import Foundation
import Testing

/// Forecasts whose state is carried through all rows.
@Suite struct ForecastStreamTests {
  private static let carried = ["--target", "height", "--rng-seed", "1"]

  @Test func withoutAWindowEveryRowButTheFirstIsPredictedFromAllBefore() throws {
    try Wave.inFolder { program in
      let outcome = try program.run(["forecast", "wave.csv", "--horizon", "30", "--json", "-q"] + Self.carried)
      #expect(outcome.status == 0, "\(outcome.error)")
      let objects = try outcome.objects()
      #expect(objects.contains { $0["rows_per_second"] is Double })
      #expect(!objects.contains { $0.keys.contains("windows_per_second") || $0.keys.contains("characters_per_second") })
      let last = try #require(objects.last)
      // The noise itself is 0.1.
      #expect(try #require(last["test_rmse"] as? Double) < 0.13, "\(last)")
      #expect(last["better_than_baselines"] as? Bool == true && last["season"] as? Int == 24, "\(last)")
      #expect(last["test_rows"] as? Int == 80, "\(last)")
      let future = objects.filter { $0["event"] as? String == "future_row" }
      #expect(future.count == 30 && future.allSatisfy { $0["lower"] is Double }, "\(future)")
      for (step, row) in future.enumerated() {
        let exact = 3 + sin(2 * .pi * Double(400 + step) / 24)
        let value = try #require(row["predicted"] as? Double)
        #expect(abs(value - exact) < 0.45, "\(step + 1) steps ahead: \(value), exactly \(exact)")
      }
      let lines = String(decoding: try program.bytes(of: "forecasts/wave.predictions.csv"), as: UTF8.self)
        .split(separator: "\n")
      #expect(lines.count == 1 + 399)
      let parts = Dictionary(grouping: lines.dropFirst()) { $0.split(separator: ",").last ?? "" }.mapValues(\.count)
      // 399 rows have one before them, ⌊0.8 · 399⌋ before the test, ⌊0.9 · 319⌋ of those for training.
      #expect(parts == ["training": 287, "validation": 32, "test": 80])
      let svg = String(decoding: try program.bytes(of: "forecasts/wave.svg"), as: UTF8.self)
      #expect(svg.contains("each row predicted from all rows before it"))
      let inspected = try program.run(["inspect", "forecasts/wave.safetensors"])
      #expect(inspected.output.contains("(samples, steps, 1)"), "\(inspected.output)\(inspected.error)")
    }
  }

  @Test func aCarriedStateResumedEqualsStraightAndThreadsChangeNothing() throws {
    try Wave.inFolder { program in
      let fixed =
        ["--evaluate-every", "9", "--evaluation-length", "20", "--warm-up", "5", "--schedule", "constant", "-q"]
        + ["--layers", "20,9", "--dropout", "0.2", "--micro-batch-size", "2", "--horizon", "5"] + Self.carried
      // The pause is at a step that is evaluated anyway: the end of a training is, and could be the best.
      for (name, steps, threads) in [("a", "40", "1"), ("b", "27", "2"), ("c", "40", "3")] {
        let outcome = try program.run(
          ["forecast", "wave.csv", "--steps", steps, "--threads", threads, "--output", name] + fixed)
        #expect(outcome.status == 0, "\(outcome.error)")
      }
      let resumed = try program.run(
        ["forecast", "wave.csv", "--steps", "40", "--resume", "--output", "b", "--sequence-length", "32"] + fixed)
      #expect(resumed.status == 0, "\(resumed.error)")
      for name in ["b", "c"] {
        for file in ["predictions.csv", "forecast.csv", "safetensors"] {
          #expect(try program.bytes(of: "a.\(file)") == program.bytes(of: "\(name).\(file)"), "\(name).\(file)")
        }
      }
      for (option, value) in [("--window", "24"), ("--sequence-length", "16"), ("--batch-size", "2")] {
        let refused = try program.run(["forecast", "wave.csv", "--output", "b", "--resume", option, value])
        #expect(refused.status == 64 && refused.error.contains("\(option) was fixed"), "\(option): \(refused.error)")
      }
    }
  }

  @Test func aSavedModelOfACarriedStateGoesOnFromWhateverRowsThereAre() throws {
    try Wave.inFolder { program in
      let trained = try program.run(
        ["forecast", "wave.csv", "--horizon", "40", "-q", "--features", "cloud"] + Self.carried)
      let saved = ["forecast", "--checkpoint", "forecasts/wave.safetensors", "--horizon"]
      let same = try program.run(saved + ["40"], input: Data(Wave.table().utf8))
      #expect(same.status == 0 && same.output == trained.output, "\(same.error)")
      let lines = Wave.table().split(separator: "\n")
      // The first rows tell little, a hundred nearly all.
      for (rows, bound) in [(2, 2.0), (100, 0.15)] {
        let tail = ([lines[0]] + lines.suffix(rows)).joined(separator: "\n")
        let fromTail = try program.run(saved + ["1"], input: Data(tail.utf8))
        #expect(fromTail.status == 0, "\(fromTail.error)")
        let values = [fromTail, trained].map { $0.output.split(separator: "\n")[1].split(separator: ",")[1] }
        let difference = try #require(Double(values[0])) - (try #require(Double(values[1])))
        #expect(abs(difference) < bound, "\(rows) rows: \(values)")
      }
    }
  }
}
