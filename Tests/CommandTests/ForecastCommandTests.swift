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
      let keys = [
        "test_rmse", "test_mae", "persistence_rmse", "seasonal_naive_rmse", "seconds", "test_mse_scaled",
        "validation_mse_scaled",
      ]
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
      for part in ["predicted, test", "predicted, before the test", "height", "RMSE"] {
        #expect(svg.contains(part), "\(part)")
      }
    }
  }

  @Test func windowsAreWrittenAsTheyAreLearnt() throws {
    try inFolder { program in
      let arguments = ["forecast", "wave.csv", "--write-windows", "windows.csv", "--features", "cloud"] + Self.options
      let outcome = try program.run(arguments)
      #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.error)")
      #expect(outcome.error.contains("inputs (270, 24, 2) as (samples, steps, features), targets (270, 1)"))
      #expect(!program.hasFile("forecasts/wave.safetensors"))
      let lines = String(decoding: try program.bytes(of: "windows.csv"), as: UTF8.self).split(separator: "\n")
        .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      let rows = Self.wave().split(separator: "\n").map { $0.split(separator: ",") }
      #expect(lines.count == 1 + 376 && lines.allSatisfy { $0.count == 3 + 48 })
      #expect(lines[0][2] == "height t-24" && lines[0][49] == "cloud t-1" && lines[0][50] == "height")
      for window in [0, 100, 375] {
        let line = lines[window + 1]
        let read = try line[2...].map { try #require(Double($0)) }
        let expected = try rows[window + 1...window + 24].flatMap {
          [try #require(Double($0[1])), try #require(Double($0[2]))]
        }
        #expect(read == expected + [try #require(Double(rows[window + 25][1]))], "window \(window)")
      }
      #expect(lines[1][0] == "training" && lines[376][0] == "test")
      let again = try program.run(arguments)
      #expect(again.status == 64 && again.error.contains("name another file"), "\(again.error)")
      for meaningless in [["--resume"], ["--horizon", "3"], ["--output", "x"], ["--steps", "9"], ["--layers", "2"]] {
        let refused = try program.run(arguments + meaningless)
        #expect(refused.status == 64 && refused.error.contains("learns nothing; \(meaningless[0])"), "\(refused.error)")
      }
      let data = try program.bytes(of: "wave.csv")
      let itself = try program.run(["forecast", "wave.csv", "--write-windows", "wave.csv", "--force"] + Self.options)
      #expect(itself.status == 64 && itself.error.contains("is what is read"), "\(itself.error)")
      #expect(try program.bytes(of: "wave.csv") == data)
    }
  }

  @Test func aLengthBesideWindowsIsRefused() throws {
    try inFolder { program in
      let length = ["--sequence-length", "9"]
      for arguments in [["--window", "24"], ["--bidirectional"]] {
        let refused = try program.run(["forecast", "wave.csv", "--target", "height"] + arguments + length)
        #expect(refused.status == 64 && refused.error.contains("--sequence-length has no meaning"), "\(refused.error)")
      }
      _ = try program.run(["forecast", "wave.csv", "--steps", "2", "-q"] + Self.options)
      let resumed = try program.run(["forecast", "wave.csv", "--steps", "3", "--resume"] + length)
      #expect(resumed.status == 64 && resumed.error.contains("--sequence-length was fixed"), "\(resumed.error)")
    }
  }

  @Test func aFewEqualRowsAreTold() throws {
    try Program.inFolder { program in
      try program.write(Data(("x\n" + String(repeating: "5\n", count: 5)).utf8), to: "five.csv")
      let outcome = try program.run(["forecast", "five.csv", "--steps", "2", "--horizon", "2", "--rng-seed", "1"])
      #expect(outcome.status == 0 && outcome.output == "date,predicted,lower,upper\n6,5,5,5\n7,5,5,5\n")
      #expect(outcome.error.contains("  test, 1 row        RMSE"), "\(outcome.error)")
      #expect(outcome.error.contains("measured up to 1 step ahead; further ahead its width is extrapolated"))
    }
  }

  @Test func whereNothingIsTestedNoTestIsNamed() throws {
    try inFolder { program in
      for (fraction, rows) in [("0", "the last 80 rows has"), ("0.2", "the last 64 rows before the test has")] {
        let outcome = try program.run(
          ["forecast", "wave.csv", "--test", fraction, "--steps", "1", "--force"] + Self.options)
        #expect(outcome.error.contains("a quick trial on \(rows) an RMSE"), "\(outcome.error)")
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
      let fixed =
        ["--evaluate-every", "9", "--evaluation-length", "20", "--warm-up", "5", "--schedule", "constant", "-q"]
        + Self.options
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
  static let carried = ["--target", "height", "--rng-seed", "1"]

  @Test func withoutAWindowEveryRowButTheFirstIsPredictedFromAllBefore() throws {
    try inFolder { program in
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
    try inFolder { program in
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
    try inFolder { program in
      let trained = try program.run(
        ["forecast", "wave.csv", "--horizon", "40", "-q", "--features", "cloud"] + Self.carried)
      let saved = ["forecast", "--checkpoint", "forecasts/wave.safetensors", "--horizon"]
      let same = try program.run(saved + ["40"], input: Data(Self.wave().utf8))
      #expect(same.status == 0 && same.output == trained.output, "\(same.error)")
      let lines = Self.wave().split(separator: "\n")
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

  @Test func aNetworkThatIsNotBetterSaysSo() throws {
    try inFolder { program in
      let outcome = try program.run(["forecast", "wave.csv", "--steps", "1"] + Self.options)
      #expect(outcome.error.contains("NOT better than"), "\(outcome.error)")
    }
  }

  @Test func badDataAndOptionsAreNamed() throws {
    try inFolder { program in
      try program.write(Data("time,height\n1981-01-01,3\n1981-01-02,x\n1981-01-03,\n".utf8), to: "bad.csv")
      try program.write(Data("height\n1\n2\n".utf8), to: "short.csv")
      let cases: [([String], Int32, String)] = [
        (["wave.csv"], 65, "height, cloud; choose the one to forecast with --target"),
        (
          ["wave.csv", "--target", "depth"], 65,
          "'depth'; there are time, height, cloud; name one of them with --target"
        ),
        (["bad.csv"], 65, "line 3, height: 'x'; line 4, height: nothing; mend them, or fill them with --missing"),
        (["missing.csv"], 66, "missing.csv"),
        (["wave.csv", "--target", "height", "--window", "399"], 65, "rows"),
        (["wave.csv", "--target", "height", "--test", "1"], 64, "--test"),
        (
          ["wave.csv", "--target", "height", "--window", "9", "--sequence-length", "9"], 64,
          "--sequence-length has no meaning beside it"
        ),
        (["short.csv"], 65, "the series has 2 rows, at least 4 are needed"),
        (["wave.csv", "--horizon", "-1"], 64, "--horizon"),
        (["wave.csv", "--target", "height", "--output", "x", "--resume"], 66, "nothing to resume"),
      ]
      for (arguments, status, message) in cases {
        let outcome = try program.run(["forecast"] + arguments)
        #expect(outcome.status == status, "\(arguments): \(outcome.status) \(outcome.error)")
        #expect(outcome.error.contains(message), "\(arguments): \(outcome.error)")
      }
      #expect(!FileManager.default.fileExists(atPath: program.folder.path + "/forecasts"))
      _ = try program.run(["forecast", "wave.csv", "--steps", "2"] + Self.options)
      let again = try program.run(["forecast", "wave.csv", "--steps", "2"] + Self.options)
      #expect(again.status == 64 && again.error.contains("--force"), "\(again.error)")
    }
  }

  @Test func whatIsReadIsSaidAndWhatIsUnclearNamesItsOption() throws {
    try Program.inFolder { program in
      let days = (1...28).map { "\($0)/2/21;\(1000 + $0 * 7)" }
      let short = ["--steps", "1", "--hidden-size", "4", "--rng-seed", "1", "--force"]
      func rows(_ text: (String) -> String) -> Data { Data(("Tag;Wert\n" + days.map(text).joined()).utf8) }
      try program.write(rows { $0 + "\n" }, to: "plain.csv")
      try program.write(rows { $0.replacing(";1", with: ";1.") + "\n" }, to: "marks.csv")
      let plain = try program.run(["forecast", "plain.csv", "--horizon", "1"] + short)
      #expect(plain.status == 0 && plain.error.contains("dates: 'Tag', day first\n"), "\(plain.error)")
      #expect(plain.output.contains("2021-03-01,"), "\(plain.output)")
      let marks = try program.run(["forecast", "marks.csv"] + short)
      #expect(
        marks.status == 65
          && marks.error.hasSuffix(
            "line 2, Wert: '1.007' and line 3, Wert: '1.014': can be 1.007 and 1.014, or 1007 and 1014, and no other row "
              + "decides it; say which mark it is with --decimal point or --decimal comma\n"),
        "\(marks.error)")
      let comma = try program.run(["forecast", "marks.csv", "--decimal", "comma", "--horizon", "1", "-q"] + short)
      #expect(comma.status == 0 && comma.output == plain.output, "\(comma.error)")
      let saved = ["--checkpoint", "forecasts/plain.safetensors", "--decimal", "comma", "-q"]
      let again = try program.run(["forecast", "marks.csv"] + saved)
      #expect(again.status == 0 && again.output.contains("2021-03-01,"), "\(again.error)")
      let numbered = try program.run(["forecast", "plain.csv", "--date-column", "none"] + short)
      #expect(numbered.error.contains("the rows are numbered"), "\(numbered.error)")
    }
  }

  @Test func eachOfSeveralSeriesIsLearntByItself() throws {
    try Program.inFolder { program in
      let shops = ["Oslo", "Bad Ems"]
      let rows = (1...28).flatMap { day in
        shops.map { "\($0),2021-02-\(day < 10 ? "0" : "")\(day),\(day * $0.utf8.count % 9)\n" }
      }
      try program.write(Data(("shop,day,sales\n" + rows.joined()).utf8), to: "shops.csv")
      let short = ["--steps", "1", "--hidden-size", "4", "--rng-seed", "1", "--horizon", "1"]
      let refused = try program.run(["forecast", "shops.csv"] + short)
      #expect(
        refused.status == 65
          && refused.error.contains(
            "2 series, which 'shop' tells apart: Oslo, Bad Ems; forecast all with --series shop, or one with --series "
              + "shop=Oslo"),
        "\(refused.error)")
      let all = try program.run(["forecast", "shops.csv", "--series", "shop", "-q"] + short)
      #expect(all.status == 0, "\(all.error)")
      let lines = all.output.split(separator: "\n")
      #expect(lines.count == 3 && lines[0] == "shop,date,predicted,lower,upper", "\(all.output)")
      #expect(lines[1].hasPrefix("Oslo,2021-03-01,") && lines[2].hasPrefix("Bad Ems,2021-03-01,"), "\(all.output)")
      for name in ["Oslo", "Bad_Ems"] { #expect(program.hasFile("forecasts/shops.\(name).safetensors"), "\(name)") }
      let one = try program.run(["forecast", "shops.csv", "--series", "shop=Bad Ems", "-q"] + short)
      #expect(one.output == "date,predicted,lower,upper\n" + lines[2].dropFirst("Bad Ems,".count) + "\n")
      // A model reads of new rows the series that it was learnt from, or the one that is named.
      let saved = ["forecast", "shops.csv", "--checkpoint", "forecasts/shops.Bad_Ems.safetensors"]
      let same = try program.run(saved)
      #expect(same.output.contains("2021-03-01,") && !same.output.contains("shop"), "\(same.error)")
      let other = try program.run(saved + ["--series", "shop=Oslo"])
      #expect(other.status == 0 && other.output != same.output, "\(other.error)")
      let data = try program.bytes(of: "shops.csv")
      let piped = try program.run(["forecast", "-", "--series", "shop", "-q", "--output", "p"] + short, input: data)
      #expect(piped.output == all.output, "\(piped.error)")
    }
  }

  @Test func whatIsPrintedAfterAnInterruptGoesOnAndNothingCanBeChanged() throws {
    try inFolder { program in
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
    try inFolder { program in
      let outcome = try program.shell(
        "mkfifo data; $T forecast - < data & exec 3> data; sleep 0.5; kill -TERM $!; exec 3>&-; wait $!; echo $?")
      #expect(outcome.output == "143\n", "\(outcome.error)")
    }
  }

  @Test func aForecastIsSavedNowAndThen() throws {
    try inFolder { program in
      let more = ["--steps", "60", "--checkpoint-every", "0.001s", "--json", "-q", "--output", "now"]
      let outcome = try program.run(["forecast", "wave.csv"] + more + Self.options)
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
    try inFolder { program in
      let batch = ["--batch-size", "512", "--micro-batch-size", "128", "--output", "b"]
      let first = try program.run(["forecast", "wave.csv", "--steps", "2"] + batch + Self.options)
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

  @Test func intervalsDoNotDependOnTheHorizonThatWasTrainedWith() throws {
    try inFolder { program in
      let fixed = ["--steps", "60"] + Self.options
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

  /// A random walk of which every second value is filled with the mean of its neighbours: nothing can beat the value
  /// before, unless the filled ones are believed.
  @Test func filledValuesAreNotTakenForTruth() throws {
    try Program.inFolder { program in
      var state: UInt64 = 9
      var value = 0.0
      var text = "step,level\n"
      for row in 0..<600 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        value += Double(state >> 11) * 0x1p-53 - 0.5
        text += "\(row),\(row % 2 == 0 ? "" : "\(value)")\n"
      }
      try program.write(Data(text.utf8), to: "walk.csv")
      let outcome = try program.run([
        "forecast", "walk.csv", "--target", "level", "--missing", "interpolate", "--window", "8", "--rng-seed", "1",
      ])
      #expect(outcome.status == 0, "\(outcome.error)")
      #expect(outcome.error.contains("300 cells had no number"))
      #expect(outcome.error.contains("nothing was held out to test on"), "\(outcome.error)")
    }
  }

  @Test func numbersThatCannotBeComputedWithAreNamed() throws {
    try Program.inFolder { program in
      for (row, value, method) in [(5, "1e300", "standard"), (195, "1e300", "minmax"), (7, "20000000", "none")] {
        var rows = (0..<200).map { "\($0 % 7)" }
        rows[row] = value
        try program.write(Data(("x\n" + rows.joined(separator: "\n") + "\n").utf8), to: "x.csv")
        let refused = try program.run(["forecast", "x.csv", "--scaling", method, "--window", "5", "--json"])
        #expect(refused.status == 65 && refused.error.contains("column 'x'"), "\(value): \(refused.error)")
        #expect(!program.hasFile("forecasts/x.history.jsonl"))
      }
    }
  }

  @Test func outputThatCannotBeWrittenIsAnError() throws {
    try inFolder { program in
      let options = Self.options.joined(separator: " ")
      for (arguments, status) in [("--horizon 3", 74), ("--json", 74)] {
        let outcome = try program.shell(
          "$T forecast wave.csv \(options) --steps 3 --force \(arguments) > /dev/full")
        #expect(outcome.status == status, "\(arguments): \(outcome.error)")
      }
    }
  }

  @Test func rowsPastTheEndAreAlsoObjectsAndAnOldForecastGoes() throws {
    try inFolder { program in
      let first = try program.run(["forecast", "wave.csv", "--horizon", "2", "--json"] + Self.options)
      let rows = try first.objects().filter { $0["event"] as? String == "future_row" }
      #expect(rows.count == 2 && rows.allSatisfy { $0["lower"] is Double }, "\(rows)")
      #expect(try first.objects().last?["future"] as? String == "forecasts/wave.forecast.csv")
      #expect(program.hasFile("forecasts/wave.forecast.csv"))
      _ = try program.run(["forecast", "wave.csv", "--steps", "2", "--force"] + Self.options)
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

  @Test func choicesAreSaidWithTheirReasons() throws {
    try inFolder { program in
      let outcome = try program.run(["forecast", "wave.csv", "--steps", "2", "--json"] + Self.options)
      let choices = try #require(try outcome.objects().first { $0["event"] as? String == "choices" })
      #expect(choices["predict"] as? String == "level" && choices["season"] as? Int == 24, "\(choices)")
      for key in ["level_rmse", "change_rmse", "persistence_rmse", "mean_rmse"] {
        #expect(choices[key] is Double, "\(key) in \(choices)")
      }
      for part in ["the level, because a quick trial on the last", "a season of 24 rows, by the RMSE on the last"] {
        #expect(outcome.error.contains(part), "\(outcome.error)")
      }
      let given = try program.run(
        ["forecast", "wave.csv", "--steps", "2", "--json", "--force", "--predict", "change", "--season", "12"]
          + Self.options)
      #expect(given.status == 0 && given.error.contains("predicting the change"), "\(given.error)")
      #expect(try !given.objects().contains { $0["event"] as? String == "choices" })
    }
  }

  @Test func aForecastThatLeavesTheSeriesIsAnnounced() throws {
    try Program.inFolder { program in
      // A rise that repeats every three rows is soon learnt.
      let rows = (0..<200).map { "\(2 * $0 + $0 * 7 % 3)\n" }
      try program.write(Data(("x\n" + rows.joined()).utf8), to: "rise.csv")
      let options = ["forecast", "rise.csv", "--predict", "change", "--window", "6", "--rng-seed", "1"]
      let outcome = try program.run(options + ["--horizon", "9", "--json"])
      #expect(outcome.error.contains("of the forecast leave the range of the series, 0 to 399"), "\(outcome.error)")
      let future = try outcome.objects().filter { $0["event"] as? String == "future_row" }
      #expect(future.count == 9 && future.last?["beyond_range"] as? Bool == true, "\(future)")
      // A few new rows do not narrow what the series has done.
      try program.write(Data(("x\n" + rows.prefix(30).joined()).utf8), to: "begin.csv")
      let inside = try program.run([
        "forecast", "begin.csv", "--checkpoint", "forecasts/rise.safetensors", "--horizon", "3",
      ])
      #expect(inside.status == 0 && !inside.error.contains("leave"), "\(inside.error)")
    }
  }

  @Test func aSeasonThatReachesBackTooFarIsRefusedWhenAskedFor() throws {
    try inFolder { program in
      let refused = try program.run(["forecast", "wave.csv", "--season", "390"] + Self.options)
      #expect(refused.status == 65 && refused.error.contains("a season of 390 rows"), "\(refused.error)")
      let folder = try program.run(["forecast", "wave.csv", "--output", "out/"] + Self.options)
      #expect(folder.status == 64, "\(folder.error)")
    }
  }

  @Test func aReaderThatHasSeenEnoughCostsNoFile() throws {
    try inFolder { program in
      // More rows than a pipe holds.
      let options = Self.options.joined(separator: " ")
      let outcome = try program.shell("$T forecast wave.csv \(options) --steps 3 --horizon 9000 -q | head -1")
      #expect(outcome.output == "date,predicted,lower,upper\n", "\(outcome.error)")
      for suffix in ["predictions.csv", "forecast.csv", "svg", "safetensors", "history.jsonl"] {
        #expect(program.hasFile("forecasts/wave.\(suffix)"), "\(suffix)")
      }
    }
  }
}
