import Foundation
import Testing

@Suite struct ForecastCommandTests {
  /// A wave of 24 rows an hour apart, with noise of a known deviation.
  static func wave(rows: Int = 400, noise: Double = 0.1) -> String {
    var state: UInt64 = 1
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53 - 0.5
    }
    return "time,height,cloud\n"
      + (0..<rows).map { row in
        // Uniform numbers in ± ½ have a deviation of 1 / √12.
        let value = 3 + sin(2 * .pi * Double(row) / 24) + uniform() * noise * 12.0.squareRoot()
        let (day, hour) = (row / 24, row % 24)
        let date = Date(timeIntervalSince1970: Double(day) * 86_400).formatted(.iso8601.year().month().day())
        return "\(date) \(hour < 10 ? "0" : "")\(hour):00,\(value),\(row % 7)\n"
      }.joined()
  }

  static let options = ["--target", "height", "--window", "24", "--rng-seed", "1"]

  private func inFolder(_ body: (Program) throws -> Void) throws {
    try Program.inFolder { program in
      try program.write(Data(Self.wave().utf8), to: "wave.csv")
      try body(program)
    }
  }

  @Test func aNoisyWaveIsFollowedToWithinItsNoise() throws {
    try inFolder { program in
      let outcome = try program.run(["forecast", "wave.csv", "--json", "-q"] + Self.options)
      #expect(outcome.status == 0, "\(outcome.error)")
      let last = try #require(outcome.objects().last)
      let keys = ["test_rmse", "test_mae", "persistence_rmse", "seasonal_naive_rmse", "seconds"]
      for key in keys { #expect(last[key] is Double, "\(key) in \(last)") }
      let rmse = try #require(last["test_rmse"] as? Double)
      let persistence = try #require(last["persistence_rmse"] as? Double)
      let seasonal = try #require(last["seasonal_naive_rmse"] as? Double)
      // The noise itself is 0.1; persistence adds the slope of the wave, and both baselines a second noise.
      #expect(rmse < 0.13, "\(rmse)")
      #expect(rmse < persistence && rmse < seasonal)
      #expect(last["season"] as? Int == 24)
      #expect(last["better_than_baselines"] as? Bool == true)
      for suffix in ["predictions.csv", "svg", "safetensors", "history.jsonl"] {
        #expect(program.hasFile("forecasts/wave.\(suffix)"), "\(suffix)")
      }
      let svg = String(decoding: try program.bytes(of: "forecasts/wave.svg"), as: UTF8.self)
      for part in ["predicted, test", "predicted, training", "height", "RMSE"] {
        #expect(svg.contains(part), "\(part)")
      }
    }
  }

  @Test func predictionsHoldEveryRowAfterTheFirstWindow() throws {
    try inFolder { program in
      let outcome = try program.run(
        ["forecast", "wave.csv", "--epochs", "1", "--output", "out/w"] + Self.options)
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
    try inFolder { program in
      let outcome = try program.run(["forecast", "wave.csv", "--horizon", "30", "-q"] + Self.options)
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

  @Test func aSavedModelForecastsFromNewRowsOnStdin() throws {
    try inFolder { program in
      let trained = try program.run(
        ["forecast", "wave.csv", "--horizon", "3", "-q", "--features", "cloud"] + Self.options)
      let same = try program.run(
        ["forecast", "--checkpoint", "forecasts/wave.safetensors", "--horizon", "3"], input: Data(Self.wave().utf8))
      #expect(same.status == 0, "\(same.error)")
      #expect(same.output == trained.output)
      let lines = Self.wave().split(separator: "\n")
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
    try inFolder { program in
      let fixed = ["--evaluate-every", "9", "--schedule", "constant", "-q"] + Self.options
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

  @Test func aNetworkThatIsNotBetterSaysSo() throws {
    try inFolder { program in
      let outcome = try program.run(["forecast", "wave.csv", "--steps", "1"] + Self.options)
      #expect(outcome.error.contains("NOT better than"), "\(outcome.error)")
    }
  }

  @Test func badDataAndOptionsAreNamed() throws {
    try inFolder { program in
      try program.write(Data("time,height\n1981-01-01,3\n1981-01-02,x\n1981-01-03,\n".utf8), to: "bad.csv")
      let cases: [([String], Int32, String)] = [
        (["wave.csv"], 65, "height"),
        (["wave.csv", "--target", "depth"], 65, "depth"),
        (["bad.csv"], 65, "line 3"),
        (["missing.csv"], 66, "missing.csv"),
        (["wave.csv", "--target", "height", "--window", "399"], 65, "rows"),
        (["wave.csv", "--target", "height", "--test", "1"], 64, "--test"),
        (["wave.csv", "--horizon", "-1"], 64, "--horizon"),
        (["wave.csv", "--target", "height", "--output", "x", "--resume"], 66, "nothing to resume"),
      ]
      for (arguments, status, message) in cases {
        let outcome = try program.run(["forecast"] + arguments)
        #expect(outcome.status == status, "\(arguments): \(outcome.status) \(outcome.error)")
        #expect(outcome.error.contains(message), "\(arguments): \(outcome.error)")
      }
      _ = try program.run(["forecast", "wave.csv", "--steps", "2"] + Self.options)
      let again = try program.run(["forecast", "wave.csv", "--steps", "2"] + Self.options)
      #expect(again.status == 64 && again.error.contains("--force"), "\(again.error)")
    }
  }
}
