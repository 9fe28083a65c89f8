import Foundation
import Testing

@Suite struct SampleCommandTests {
  @Test func sameSeedsGiveTheSameText() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 20)
      let arguments = ["sample", "--seed", "The ", "--length", "30", "--rng-seed", "1"]
      let sample = try program.run(arguments)
      #expect(sample.status == 0, "\(sample.error)")
      #expect(sample.output.hasPrefix("The "))
      #expect(sample.output.count == 4 + 30 + 1)
      #expect(sample.error.isEmpty)
      #expect(try program.run(arguments).output == sample.output)
      #expect(try program.run(arguments + ["--threads", "2"]).output == sample.output)
      #expect(try program.run(Array(arguments.dropLast()) + ["2"]).output != sample.output)
    }
  }

  @Test func argmaxNeedsNoSeedAndSaysNothing() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 300, more: ["--dropout", "0"])
      let outcome = try program.run(["sample", "--argmax", "--seed", "The l", "--length", "27"])
      #expect(outcome.output == "The lamp burns. The sea is cold.\n", "\(outcome.error)")
      #expect(outcome.error.isEmpty)
    }
  }

  @Test func seedsComeFromStdinThenTheOption() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 5)
      let outcome = try program.run(["sample", "--seed", "sea", "--length", "0"], input: Data("The ".utf8))
      #expect(outcome.output == "The sea\n", "\(outcome.error)")
      try program.write(Data("lamp".utf8), to: "seed.txt")
      let file = try program.run(["sample", "--seed-file", "seed.txt", "--length", "0"])
      #expect(file.output == "lamp\n", "\(file.error)")
      let silent = try program.run(["sample", "--seed", "sea", "--length", "0", "--no-echo"])
      #expect(silent.output == "\n", "\(silent.error)")
    }
  }

  @Test func stopStringsEndEachOfSeveralSamples() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 200)
      let outcome = try program.run(
        ["sample", "--argmax", "--seed", "The s", "--stop", "\n", "--count", "3", "--length", "500"])
      #expect(outcome.output == String(repeating: "The sea is cold.\n", count: 3), "\(outcome.error)")
      let objects = try program.run(["sample", "--json", "--count", "2", "--length", "4", "--seed", "sea"]).objects()
      #expect(objects.count == 2)
      for object in objects {
        #expect((object["text"] as? String)?.count == 7)
        #expect(object["seed"] as? String == "sea")
        #expect(object["rng_seed"] is NSNumber)
      }
    }
  }

  @Test func unknownCharactersAreNamedOrSkipped() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 2)
      let refused = try program.run(["sample", "--seed", "sea á"])
      #expect(refused.status == 65)
      #expect(refused.error.contains("'á' U+00E1 LATIN SMALL LETTER A WITH ACUTE"))
      #expect(refused.error.contains("--on-unknown skip"))
      #expect(refused.error.contains("19 characters"), "\(refused.error)")
      let skipped = try program.run(["sample", "--seed", "seá", "--on-unknown", "skip", "--length", "0"])
      // The echo is the user's own text.
      #expect(skipped.output == "seá\n", "\(skipped.error)")
      #expect(skipped.error.contains("does not read 1 character of the seed, which it does not know: 'á' U+00E1"))
    }
  }

  @Test func aBareIntegerAsSeedGetsANote() throws {
    try Program.inFolder { program in
      try program.write(Data("1234512345123451234512345".utf8), to: "digits.txt")
      _ = try program.run(["train", "digits.txt", "--steps", "2"])
      let outcome = try program.run(["sample", "--seed", "42", "--length", "1"])
      #expect(outcome.error.contains("--rng-seed 42"))
    }
  }

  @Test func aClosedPipeEndsQuietly() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 2)
      let outcome = try program.shell("$T sample --length 1000000 --rng-seed 1 | head -c 10; echo ${PIPESTATUS[0]}")
      #expect(outcome.output.hasSuffix("0\n"), "\(outcome.output)")
      #expect(outcome.error.isEmpty, "\(outcome.error)")
    }
  }
}
