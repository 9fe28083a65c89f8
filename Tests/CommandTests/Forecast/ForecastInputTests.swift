import Foundation
import Testing

/// Tables and options that a forecast reads, fills or refuses.
@Suite struct ForecastInputTests {
  @Test func badDataAndOptionsAreNamed() throws {
    try Wave.inFolder { program in
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
      _ = try program.run(["forecast", "wave.csv", "--steps", "2"] + Wave.options)
      let again = try program.run(["forecast", "wave.csv", "--steps", "2"] + Wave.options)
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

  @Test func tablesAreReadInAnyCharset() throws {
    try Program.inFolder { program in
      let short = ["--steps", "1", "--hidden-size", "4", "--rng-seed", "1", "--force", "--horizon", "1"]
      let rows = (1...28).map { "\($0 < 10 ? "0" : "")\($0).02.2021\t\(20 + $0 % 5),5\r\n" }.joined()
      let text = "H\u{F6}he der Fl\u{FC}sse f\u{FC}r K\u{F6}ln\r\n\r\nTag\tH\u{F6}he\r\n" + rows
      try program.write(Data(text.utf8), to: "plain.csv")
      let plain = try program.run(["forecast", "plain.csv"] + short)
      #expect(plain.status == 0 && plain.output.contains("2021-03-01,"), "\(plain.error)")
      #expect(!plain.error.contains("charset"), "\(plain.error)")
      #expect(
        plain.error.contains(
          "not read as rows: line 1 (above the names: 'H\u{F6}he der Fl\u{FC}sse f\u{FC}r K\u{F6}ln'); if the names are in another "
            + "line, say which with --header-line"), "\(plain.error)")
      let encodings: [(String, String.Encoding, String?)] = [
        ("wide", .utf16, nil), ("old", .windowsCP1252, "guessed to be windows-1252"),
        ("little", .utf16LittleEndian, "guessed to be UTF-16LE"),
      ]
      for (name, encoding, note) in encodings {
        try program.write(try #require(text.data(using: encoding)), to: "\(name).csv")
        let outcome = try program.run(["forecast", "\(name).csv", "--target", "H\u{F6}he"] + short)
        #expect(outcome.status == 0 && outcome.output == plain.output, "\(name): \(outcome.error)")
        #expect(note.map(outcome.error.contains) ?? !outcome.error.contains("charset"), "\(name): \(outcome.error)")
      }
      let named = try program.run(["forecast", "old.csv", "--charset", "windows-1252"] + short)
      #expect(named.output == plain.output && !named.error.contains("charset"), "\(named.error)")
      let saved = ["--checkpoint", "forecasts/plain.safetensors", "--horizon", "1", "-q"]
      let again = try program.run(["forecast", "old.csv", "--charset", "windows-1252"] + saved)
      #expect(again.status == 0 && again.output == plain.output, "\(again.error)")
      try program.write(Data(text.utf8) + [0xFF, 0x0A], to: "bad.csv")
      let bad = try program.run(["forecast", "bad.csv"] + short)
      #expect(bad.status == 65 && bad.error.contains("--malformed replace"), "\(bad.error)")
    }
  }

  @Test func theLineOfNamesIsSaidWhereItIsUnclear() throws {
    try Program.inFolder { program in
      let short = ["--steps", "1", "--hidden-size", "4", "--rng-seed", "1", "--force", "--horizon", "1"]
      let rows = (1...28).map { "2021-02-\($0 < 10 ? "0" : "")\($0),\(20 + $0 % 5)\n" }.joined()
      try program.write(Data(("place,Harbour\nwhen,\"high, m\"\n" + rows).utf8), to: "two.csv")
      let unclear = try program.run(["forecast", "two.csv"] + short)
      #expect(unclear.status == 65, "\(unclear.error)")
      #expect(
        unclear.error.hasSuffix(
          "two.csv: the columns' names may be in line 1 or line 2; say which with --header-line 1 or --header-line 2\n"),
        "\(unclear.error)")
      let said = try program.run(["forecast", "two.csv", "--header-line", "2", "--target", "high, m"] + short)
      #expect(said.status == 0 && said.output.contains("2021-03-01,"), "\(said.error)")
      // The line is in the checkpoint.
      let again = try program.run(["forecast", "two.csv", "--checkpoint", "forecasts/two.safetensors", "-q"])
      #expect(again.output == said.output, "\(again.error)")
      let other = try program.run(["forecast", "two.csv", "--resume", "--steps", "2", "--header-line", "1"])
      #expect(other.status == 64 && other.error.contains("--header-line was fixed"), "\(other.error)")
      for (line, status, words) in [
        ("3", 0, "27 rows, 2021-02-02 to 2021-02-28, 1 day; 21"),
        ("99", 65, "there are 30 lines; name a line of the file"),
        ("0", 64, "--header-line"),
      ] as [(String, Int32, String)] {
        let wrong = try program.run(["forecast", "two.csv", "--header-line", line] + short)
        #expect(wrong.status == status && wrong.error.contains(words), "\(wrong.error)")
      }
      try program.write(Data("Oslo,5\nBonn,6\nRome,7\n".utf8), to: "none.csv")
      let none = try program.run(["forecast", "none.csv"] + short)
      #expect(
        none.status == 65
          && none.error.hasSuffix(
            "none.csv: line 1: expected the columns' names, found the values Oslo,5; put a line of names such as date,value "
              + "above them; if these are the names, say so with --header-line 1\n"),
        "\(none.error)")
      try program.write(Data(("Title\n\nwhen,high\n" + rows).utf8), to: "one.csv")
      let wrong = try program.run(["forecast", "one.csv", "--header-line", "2"] + short)
      #expect(
        wrong.error.hasSuffix(
          "line 2: expected the columns' names, found a blank line; name the line that has them, such as --header-line 3\n"
        ),
        "\(wrong.error)")
    }
  }

  /// The last series may come hours after the first.
  @Test func allOutputsOfSeveralSeriesAreCheckedFirst() throws {
    try Program.inFolder { program in
      let rows = ["A", "B"].map { name in
        (1...28).map { "\(name),2021-02-\($0 < 10 ? "0" : "")\($0),\($0 % 5)\n" }.joined()
      }
      try program.write(Data(("id,date,y\n" + rows.joined()).utf8), to: "two.csv")
      try program.write(Data("mine".utf8), to: "o.B.svg")
      let arguments = ["forecast", "two.csv", "--series", "id", "--target", "y", "--output", "o", "--steps", "1"]
      let refused = try program.run(arguments)
      #expect(refused.status == 64 && refused.error.contains("o.B.svg"), "\(refused.error)")
      #expect(!program.hasFile("o.A.safetensors"))
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

  @Test func windowsAreWrittenAsTheyAreLearnt() throws {
    try Wave.inFolder { program in
      let arguments = ["forecast", "wave.csv", "--write-windows", "windows.csv", "--features", "cloud"] + Wave.options
      let outcome = try program.run(arguments)
      #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.error)")
      #expect(outcome.error.contains("inputs (270, 24, 2) as (samples, steps, features), targets (270, 1)"))
      #expect(!program.hasFile("forecasts/wave.safetensors"))
      let lines = String(decoding: try program.bytes(of: "windows.csv"), as: UTF8.self).split(separator: "\n")
        .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      let rows = Wave.table().split(separator: "\n").map { $0.split(separator: ",") }
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
      let itself = try program.run(["forecast", "wave.csv", "--write-windows", "wave.csv", "--force"] + Wave.options)
      #expect(itself.status == 64 && itself.error.contains("is what is read"), "\(itself.error)")
      #expect(try program.bytes(of: "wave.csv") == data)
    }
  }

  @Test func aLengthBesideWindowsIsRefused() throws {
    try Wave.inFolder { program in
      let length = ["--sequence-length", "9"]
      for arguments in [["--window", "24"], ["--bidirectional"]] {
        let refused = try program.run(["forecast", "wave.csv", "--target", "height"] + arguments + length)
        #expect(refused.status == 64 && refused.error.contains("--sequence-length has no meaning"), "\(refused.error)")
      }
      _ = try program.run(["forecast", "wave.csv", "--steps", "2", "-q"] + Wave.options)
      let resumed = try program.run(["forecast", "wave.csv", "--steps", "3", "--resume"] + length)
      #expect(resumed.status == 64 && resumed.error.contains("--sequence-length was fixed"), "\(resumed.error)")
    }
  }
}
