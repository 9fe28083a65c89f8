import Foundation
import Testing

@Suite struct ExperimentCommandTests {
  @Test func tablesAndPicturesAreWritten() throws {
    try Program.inFolder { program in
      let truncation = [
        "experiment", "truncation", "--lags", "0,1", "--truncations", "4", "--steps", "3", "--hidden-size", "8",
        "--output", "t.svg",
      ]
      let table = try program.run(truncation)
      #expect(table.status == 0, "\(table.error)")
      let lines = table.output.split(separator: "\n")
      #expect(lines.count == 4 && lines[0] == "| lag | T 4 |" && lines[2].hasPrefix("| 0 | "), "\(table.output)")
      #expect(String(decoding: try program.bytes(of: "t.svg"), as: UTF8.self).contains("chance is 3 bits"))
      #expect(try program.run(truncation).status == 64)
      let lags = try program.run(
        [
          "experiment", "long-lag", "--lags", "3,40", "--cells", "original", "--steps", "1", "--hidden-size", "4",
          "--json",
        ])
      #expect(lags.status == 0, "\(lags.error)")
      let objects = try lags.objects()
      #expect(objects.map { $0["lag"] as? Int } == [3, 40] && objects.allSatisfy { $0["sequences"] == nil })
      try program.write(Data(String(repeating: Program.text, count: 4).utf8), to: "sea.txt")
      let variants = try program.run([
        "experiment", "variants", "sea.txt", "--cells", "standard,coupled", "--seeds", "1", "--time", "0.01s",
        "--hidden-size", "4", "--learning-rate", "0.001",
      ])
      #expect(variants.status == 0, "\(variants.error)")
      #expect(variants.output.split(separator: "\n").last?.hasPrefix("| coupled | ") == true, "\(variants.output)")
    }
  }

  @Test func whatDoesNotFitIsRefused() throws {
    try Program.inFolder { program in
      for (options, message) in [
        (["truncation", "--truncations", "3"], "has to divide 1024"), (["long-lag", "--lags", "0"], "from 1 to 10000"),
        (["long-lag", "--cells", "none"], "--cells"), (["truncation", "--lags", "1,x"], "--lags"),
        (["variants", "sea.txt", "--seeds", "0"], "from 1 to 100"),
        (["variants", "sea.txt", "--learning-rate", "nan"], "above 0"),
        (["long-lag", "--learning-rate", "nan"], "above 0"),
      ] {
        let refused = try program.run(["experiment"] + options)
        #expect(refused.status == 64 && refused.error.contains(message), "\(options): \(refused.error)")
        #expect(refused.output.isEmpty)
      }
    }
  }

  /// Nothing can be compared where nothing is held out, and advice is that of the command.
  @Test func textsThatTellNothingAreRefused() throws {
    try Program.inFolder { program in
      for (text, message) in [
        ("a" as String?, "consists of 'a'"), ("The lamp burns. The sea is cold.", "at least 500 are needed"),
        (String(repeating: "a", count: 900), "consists of 'a'"), (nil, "binary data, expected text\n"),
      ] {
        try program.write(text.map { Data($0.utf8) } ?? Program.binary, to: "text.txt")
        let refused = try program.run(["experiment", "variants", "text.txt", "--time", "1s"])
        #expect(refused.status == 65 && refused.error.contains(message), "\(refused.error)")
        #expect(refused.output.isEmpty)
      }
    }
  }
}
