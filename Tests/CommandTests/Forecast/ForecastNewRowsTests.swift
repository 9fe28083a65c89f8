import Foundation
import Testing

/// A saved model and new rows that are not like those that it has learnt from.
@Suite struct ForecastNewRowsTests {
  private static func days(_ cell: (Int) -> String) -> String {
    "date,value\n" + (1...28).map { "2021-02-\($0 < 10 ? "0" : "")\($0),\(cell($0))\n" }.joined()
  }

  private static let hours =
    "date,value\n" + (0..<24).map { "2021-03-01 \($0 < 10 ? "0" : "")\($0):00,\($0 % 5).5\n" }.joined()

  /// Runs `body` with a program that has a model of days.
  private func inFolder(
    _ body: (Program, _ forecast: (String, [String]) throws -> Program.Outcome) throws -> Void
  ) throws {
    try Program.inFolder { program in
      try program.write(Data(Self.days { "\($0 % 5).5" }.utf8), to: "days.csv")
      let short = ["--steps", "1", "--hidden-size", "4", "--rng-seed", "1"]
      let learnt = try program.run(["forecast", "days.csv", "-q"] + short)
      #expect(learnt.status == 0, "\(learnt.error)")
      try body(program) { name, options in
        try program.run(["forecast", name, "--checkpoint", "forecasts/days.safetensors"] + options)
      }
    }
  }

  @Test func anotherStepIsRefused() throws {
    try inFolder { program, forecast in
      try program.write(Data(Self.hours.utf8), to: "hours.csv")
      let refused = try forecast("hours.csv", [])
      let step =
        "hours.csv: the step from date to date is 1 hour, but 1 day in the data that the model has learnt from; give rows of "
        + "that step"
      #expect(refused.status == 65 && refused.output.isEmpty)
      #expect(
        refused.error.hasSuffix(
          "error: \(step); learn a model of these rows with `textgen forecast`, or take them as they stand with "
            + "--date-column none\n"), "\(refused.error)")
      let numbered = try forecast("hours.csv", ["--date-column", "none"])
      #expect(numbered.status == 0 && numbered.output.contains("\n25,"), "\(numbered.error)\(numbered.output)")
      let traced = try program.run(["inspect", "forecasts/days.safetensors", "--trace-file", "hours.csv"])
      #expect(traced.status == 65 && traced.error.contains(step), "\(traced.error)")
      #expect(traced.error.hasSuffix("or take them as they stand with --date-column none\n"), "\(traced.error)")
      let taken = try program.run([
        "inspect", "forecasts/days.safetensors", "--trace-file", "hours.csv", "--date-column", "none",
      ])
      #expect(taken.status == 0 && taken.output.contains("\"24\""), "\(taken.error)\(taken.output.prefix(300))")
      // One series of several.
      let several = "id,date,value\n" + Self.hours.split(separator: "\n").dropFirst().map { "A,\($0)\n" }.joined()
      try program.write(Data((several + "B,2021-02-01,1\n").utf8), to: "several.csv")
      let one = try forecast("several.csv", ["--series", "id=A"])
      #expect(one.status == 65 && one.error.contains("is 1 hour, but 1 day"), "\(one.error)")
    }
  }

  @Test func datesUnderAnotherNameAreNamed() throws {
    try inFolder { program, forecast in
      let renamed = Self.days { "\($0 % 5).5" }.replacing("date,", with: "when,")
      try program.write(Data(renamed.utf8), to: "renamed.csv")
      let refused = try forecast("renamed.csv", [])
      #expect(
        refused.status == 65
          && refused.error.hasSuffix(
            "no column is named 'date'; there are when, value; name one of them with --date-column, or number the rows with "
              + "--date-column none\n"),
        "\(refused.error)")
      let named = try forecast("renamed.csv", ["--date-column", "when", "-q"])
      let same = try forecast("days.csv", ["-q"])
      #expect(named.status == 0 && named.output == same.output && !same.output.isEmpty, "\(named.error)")
    }
  }

  /// A trace reads new rows with the options of a forecast from them.
  @Test func tracesReadTablesAsForecastsDo() throws {
    try inFolder { program, _ in
      let model = "forecasts/days.safetensors"
      func trace(_ name: String, _ options: [String] = []) throws -> Program.Outcome {
        try program.run(["inspect", model, "--trace-file", name] + options)
      }
      let plain = Self.days { "\($0 % 5).5" }
      let same = try trace("days.csv")
      #expect(same.status == 0 && same.error.isEmpty && !same.output.isEmpty, "\(same.error)")
      try program.write(Data(plain.replacing("date,", with: "when,").utf8), to: "renamed.csv")
      let refused = try trace("renamed.csv")
      #expect(
        refused.status == 65
          && refused.error.hasSuffix(
            "there are when, value; name one of them with --date-column, or number the rows with --date-column none\n"),
        "\(refused.error)")
      let named = try trace("renamed.csv", ["--date-column", "when"])
      #expect(named.status == 0 && named.output == same.output, "\(named.error)")
      try program.write(Data(("place,Harbour\n" + plain.replacing("date,", with: "when,")).utf8), to: "two.csv")
      let unclear = try trace("two.csv", ["--date-column", "when"])
      #expect(
        unclear.status == 65 && unclear.error.hasSuffix("say which with --header-line 1 or --header-line 2\n"),
        "\(unclear.error)")
      let said = try trace("two.csv", ["--date-column", "when", "--header-line", "2"])
      #expect(said.status == 0 && said.output == same.output, "\(said.error)")
      try program.write(Data(("Title\n" + plain + "Total,61\n").utf8), to: "titled.csv")
      let titled = try trace("titled.csv")
      #expect(
        titled.status == 0 && titled.output == same.output
          && titled.error
            == "textgen: note: not read as rows: line 1 (above the names: 'Title'), line 31 (below the rows: 'Total,61'); if "
            + "the names are in another line, say which with --header-line\n",
        "\(titled.error)")
      try program.write(try #require(plain.data(using: .utf16LittleEndian)), to: "wide.csv")
      let wide = try trace("wide.csv")
      #expect(
        wide.status == 0 && wide.output == same.output && wide.error.contains("guessed to be UTF-16LE"),
        "\(wide.error)")
      for (arguments, words) in [
        (["inspect", model, "--header-line", "2"], "--header-line has a meaning beside --trace-file only"),
        (["inspect", model, "--trace-file", "two.csv", "--header-line", "0"], "--header-line has to be from 1"),
      ] {
        let wrong = try program.run(arguments)
        #expect(wrong.status == 64 && wrong.error.contains(words), "\(wrong.error)")
      }
    }
  }

  @Test func anotherScaleIsANote() throws {
    try inFolder { program, forecast in
      try program.write(Data(Self.days { "\(273 + $0 % 5).65" }.utf8), to: "kelvin.csv")
      let noted = try forecast("kelvin.csv", [])
      #expect(noted.status == 0 && !noted.output.isEmpty)
      #expect(
        noted.error.contains(
          "note: the numbers in 'value' are from 273.65 to 277.65, those that the model has learnt from are from 0.5 to 4.5: "
        ),
        "\(noted.error)")
      try program.write(Data(Self.days { "\($0 % 5).5 %" }.utf8), to: "percent.csv")
      let percent = try forecast("percent.csv", [])
      #expect(
        percent.status == 0
          && percent.error.contains("'value' are in %, those that the model has learnt from without a unit"),
        "\(percent.error)")
      let same = try forecast("days.csv", [])
      #expect(same.status == 0 && !same.error.contains("has learnt from"), "\(same.error)")
    }
  }
}
