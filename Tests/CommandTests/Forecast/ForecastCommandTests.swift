import Foundation
import Testing

/// What `forecast` learns, predicts and says.
@Suite struct ForecastCommandTests {
  @Test func aNoisyWaveIsFollowedToWithinItsNoise() throws {
    try Wave.inFolder { program in
      let outcome = try program.run(["forecast", "wave.csv", "--json", "-q"] + Wave.options)
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
    try Wave.inFolder { program in
      for (fraction, rows) in [("0", "the last 80 rows has"), ("0.2", "the last 64 rows before the test has")] {
        let outcome = try program.run(
          ["forecast", "wave.csv", "--test", fraction, "--steps", "1", "--force"] + Wave.options)
        #expect(outcome.error.contains("a quick trial on \(rows) an RMSE"), "\(outcome.error)")
      }
    }
  }

  @Test func aNetworkThatIsNotBetterSaysSo() throws {
    try Wave.inFolder { program in
      let outcome = try program.run(["forecast", "wave.csv", "--steps", "1"] + Wave.options)
      #expect(outcome.error.contains("NOT better than"), "\(outcome.error)")
    }
  }

  @Test func choicesAreSaidWithTheirReasons() throws {
    try Wave.inFolder { program in
      let outcome = try program.run(["forecast", "wave.csv", "--steps", "2", "--json"] + Wave.options)
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
          + Wave.options)
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
    try Wave.inFolder { program in
      let refused = try program.run(["forecast", "wave.csv", "--season", "390"] + Wave.options)
      #expect(refused.status == 65 && refused.error.contains("a season of 390 rows"), "\(refused.error)")
      let folder = try program.run(["forecast", "wave.csv", "--output", "out/"] + Wave.options)
      #expect(folder.status == 64, "\(folder.error)")
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
}
