import Foundation
import Testing

/// Bad input gets one clear line on stderr, nothing on stdout, and an exit code of sysexits.h.
@Suite struct BadInputTests {
  @Test func wrongArgumentsAreRefused() throws {
    try Program.inFolder { program in
      let trained = try program.train(steps: 2)
      #expect(trained.status == 0, "\(trained.error)")
      let cases: [(arguments: [String], status: Int32, message: String)] = [
        (["train", "missing.txt"], 66, "no such file"),
        (["train", "."], 66, "is a directory"),
        (["train", "sea.txt"], 64, "exists already"),
        (["train", "sea.txt", "--steps", "1", "--time", "5s"], 64, "exclude each other"),
        (["train", "sea.txt", "--output", "/proc/none/x"], 74, "cannot"),
        (["train", "sea.txt", "--output", "."], 74, "it is a folder"),
        (["train", "sea.txt", "--output", "x", "--charset", "utf-99"], 64, "unknown charset"),
        (["train", "sea.txt", "--output", "x", "--resume"], 66, "nothing to resume"),
        (["train", "sea.txt", "--resume", "--layers", "2"], 64, "--layers was fixed"),
        (["train", "sea.txt", "--resume", "--unit", "byte"], 64, "--unit was fixed"),
        (["train", "sea.txt", "--resume", "--validation", "0.3"], 64, "--validation was fixed"),
        (["train", "sea.txt", "--output", "sea.txt", "--force"], 64, "is what is read"),
        (["train", "sea.txt", "--output", "/dev/zero", "--force"], 74, "not a regular file"),
        (["train", "sea.txt", "--output", "x", "--hidden-size", "16384", "--layers", "8"], 64, "this machine has"),
        (["train", "sea.txt", "--output", "x", "--time", "9223372036854775807h"], 64, "--time"),
        (["sample", "--count", "9223372036854775807"], 64, "--count"),
        (["train", "sea.txt", "--output", "x", "--dropout", "1"], 64, "dropout"),
        (["train", "sea.txt", "--output", "x", "--hidden-size", "0"], 64, "hidden size"),
        (["train", "sea.txt", "--output", "x", "--time", "5parsec"], 64, "'parsec' in '5parsec' is no unit of time"),
        (["train", "sea.txt", "--output", "x", "--time", "1h30"], 64, "'30' in '1h30' has no unit"),
        (["train", "sea.txt", "--output", "x", "--time", "5"], 64, "'5' in '5' has no unit; write 5s or 5m"),
        (["train", "sea.txt", "--output", "x", "--layers", "50"], 64, "could mean 50 layers or layers of 50 cells"),
        (["train", "sea.txt", "--output", "x", "--layers", "0"], 64, "--layers has to be from 1 to 8"),
        (["train", "sea.txt", "--output", "x", "--dropout", "20"], 64, "20.0 % is 0.2"),
        (["train", "sea.txt", "--output", "x", "--validation", "10"], 64, "it is a fraction, and 10 % is 0.1"),
        (["train", "sea.txt", "--output", "x", "--validation", "1000"], 64, "from 0 to 0.9; it is a fraction"),
        (["train", "sea.txt", "--output", "x", "--time", "30s1m"], 64, "'1m' in '30s1m' comes too late"),
        (["train", "sea.txt", "--output", "x", "--time", "0s"], 64, "more than no time"),
        (["train", "sea.txt", "--output", "x", "--end-moved", "9:20"], 64, "--end-moved needs --steps"),
        (["train", "sea.txt", "--output", "x", "--steps", "9", "--end-moved", "9:4"], 64, "--end-moved"),
        (["train", "sea.txt", "--output", "x", "--input-encoding", "one-hot", "--embedding-size", "4"], 64, "needs"),
        (["train", "sea.txt", "--output", "x", "--unit", "byte", "--normalization", "nfc"], 64, "no meaning"),
        (["train", "sea.txt", "--output", "x", "--min-count", "100000"], 65, "occurs 100000 times; lower --min-count"),
        (["sample", "--checkpoint", "none.safetensors"], 66, "no such checkpoint; check the path, or make one with"),
        (["sample", "--seed", "ü"], 65, "go on without such characters by --on-unknown skip"),
        (["sample", "--checkpoint", "sea.txt"], 65, "not a safetensors file"),
        (["sample", "--checkpoint", "."], 74, "not a regular file"),
        (["sample", "--temperature", "-1"], 64, "temperature"),
        (["sample", "--argmax", "--temperature", "0.5"], 64, "exclude each other"),
        (["sample", "--top-p", "0"], 64, "top-p"),
        (["score", "missing.txt"], 66, "no such file"),
        (["score", "sea.txt/x"], 74, "Not a directory"),
        (["train"], 64, "name a text file to learn from, or pipe a text in"),
        (["forecast"], 64, "name a CSV file, or pipe one in"),
        (["score"], 65, "no text to score"),
      ]
      for (arguments, status, message) in cases {
        let outcome = try program.run(arguments)
        #expect(outcome.status == status, "\(arguments): \(outcome.error)")
        #expect(outcome.error.contains(message), "\(arguments): \(outcome.error)")
        #expect(outcome.output.isEmpty, "\(arguments)")
      }
    }
  }

  @Test func aTrainingThatCannotBeginLeavesNoFolder() throws {
    try Program.inFolder { program in
      try program.write(Data("aaa".utf8), to: "same.txt")
      for arguments in [["missing.txt"], ["same.txt"], ["same.txt", "--output", "a/b/c"]] {
        let outcome = try program.run(["train"] + arguments)
        #expect(outcome.status != 0, "\(arguments)")
        let names = try FileManager.default.contentsOfDirectory(atPath: program.folder.path).filter { $0.first != "." }
        #expect(names == ["same.txt"], "\(arguments): \(names)")
      }
    }
  }

  @Test func textsThatCannotBeLearntAreRefused() throws {
    try Program.inFolder { program in
      let texts: [(name: String, bytes: [UInt8], message: String)] = [
        ("empty", [], "holds no text"),
        ("one", [97], "consists of 'a' U+0061"),
        ("same", [97, 97, 97], "nothing to learn"),
        ("binary", Array(Program.binary), "expected text; name its charset with --charset"),
        (
          "broken", Array("Der Regen fällt, die Straße glänzt, ".utf8) + [0xC3, 0x28],
          "byte 39: C3 is not valid UTF-8; name the file's charset with --charset, or accept U+FFFD"
        ),
      ]
      for (name, bytes, message) in texts {
        try program.write(Data(bytes), to: name)
        let outcome = try program.run(["train", name, "--steps", "1", "--output", "x"])
        #expect(outcome.status == 65, "\(name): \(outcome.error)")
        #expect(outcome.error.contains(message), "\(name): \(outcome.error)")
        #expect(outcome.error.split(separator: "\n").last?.hasPrefix("textgen: error: ") == true, "\(name)")
        #expect(!program.hasFile("x"), "\(name)")
      }
      let replaced = try program.run(["train", "broken", "--steps", "1", "--output", "x", "--malformed", "replace"])
      #expect(replaced.status == 0, "\(replaced.error)")
      #expect(replaced.error.contains("1 malformed bytes were replaced"), "\(replaced.error)")
    }
  }

  @Test func carriageReturnsAloneAreLineEnds() throws {
    try Program.inFolder { program in
      try program.write(Data("one line\rtwo lines\rthree lines\r".utf8), to: "mac.txt")
      #expect(try program.run(["train", "mac.txt", "--steps", "1"]).status == 0)
      #expect(try program.run(["inspect", "--vocabulary"]).output.contains("U+000A LINE FEED"))
    }
  }

  @Test func aCutCheckpointIsRefusedAtEveryLength() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 2, more: ["--output", "whole.safetensors"])
      let whole = try program.bytes(of: "whole.safetensors")
      for length in [0, 1, 7, 8, 9, 100, 1000, whole.count / 2, whole.count - 1] {
        try program.write(whole.prefix(length), to: "cut.safetensors")
        let outcome = try program.run(["sample", "--checkpoint", "cut.safetensors"])
        #expect(outcome.status == 65, "\(length) of \(whole.count) bytes: \(outcome.error)")
        #expect(outcome.error.hasPrefix("textgen: error: cut.safetensors: "), "\(length) bytes: \(outcome.error)")
      }
    }
  }

  @Test func weightsThatAreNoNumbersAreRefused() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 2, more: ["--output", "whole.safetensors"])
      let file = program.folder.appending(path: "whole.safetensors")
      var bytes = try Data(contentsOf: file)
      // The first tensor's first float; without its checksums the file is as another program may write it.
      let start = 8 + bytes.prefix(8).enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
      bytes.replaceSubrange(start..<start + 4, with: [0, 0, 0xC0, 0x7F])
      while let key = bytes.range(of: Data("checksum".utf8)) {
        bytes.replaceSubrange(key, with: Data("chequsum".utf8))
      }
      try program.write(bytes, to: "nan.safetensors")
      for command in [["sample"], ["score", "sea.txt"]] {
        let outcome = try program.run(command + ["--checkpoint", "nan.safetensors"])
        #expect(outcome.status == 65, "\(command): \(outcome.error)")
        #expect(outcome.error.contains("not all of its numbers are finite"), "\(command): \(outcome.error)")
      }
    }
  }

  @Test func anOutputThatCannotBeWrittenIsNamed() throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 2)
      for command in ["sample -q --rng-seed 1", "score sea.txt", "inspect"] {
        let outcome = try program.shell("$T \(command) > /dev/full")
        #expect(outcome.status == 74, "\(command)")
        #expect(outcome.error.contains("standard output cannot be written"), "\(command): \(outcome.error)")
      }
    }
  }
}
