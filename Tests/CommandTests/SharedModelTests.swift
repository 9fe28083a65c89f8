import Foundation
import TestSupport
import Testing

/// The model that comes with the program: who is offered it, and when it is the one that writes.
@Suite struct SharedModelTests {
  private static let english =
    "The lamp was lit, and with it the two of us came to the end of the pier. You know that it is cold there.\n"
  private static let german =
    "Die Lampe war an, und mit ihr kamen wir beide an das Ende des Stegs. Du weißt ja, dass es dort kalt ist.\n"

  private func withModel(_ body: (Program) throws -> Void) throws {
    try Program.inFolder { program in
      #expect(try program.train(steps: 2).status == 0)
      try FileManager.default.moveItem(
        at: program.folder.appending(path: "checkpoints/sea.safetensors"),
        to: program.folder.appending(path: "checkpoints/english.safetensors"))
      for (name, line) in [
        ("letters.txt", Self.english), ("german.txt", Self.german), ("short.txt", "the and of to\n"),
      ] {
        try program.write(Data(String(repeating: line, count: name == "short.txt" ? 12 : 40).utf8), to: name)
      }
      try body(program)
    }
  }

  @Test func aShortEnglishTextIsToldOfIt() throws {
    try withModel { program in
      func said(_ words: [String]) throws -> String {
        let outcome = try program.run(["train", "--dry-run", "--steps", "10"] + words)
        #expect(outcome.status == 0, "\(outcome.error)")
        return outcome.error
      }
      let offer = "the text is English: --from english begins with a model that knows the language"
      let english = try said(["letters.txt"])
      #expect(english.contains(offer), "\(english)")
      for words in [
        ["german.txt"], ["short.txt"], ["letters.txt", "--from", "english"], ["letters.txt", "--unit", "byte"],
      ] {
        let others = try said(words)
        #expect(!others.contains("--from english begins"), "\(words)")
      }
    }
  }

  /// It writes where there is no other, and never in place of one, whatever that is called.
  @Test func itWritesWhereThereIsNoOther() throws {
    try Program.inFolder { program in
      let sample = ["sample", "--seed", "The sea", "--length", "20", "--rng-seed", "1"]
      let shared = PackageFolder.root.appending(path: "checkpoints/english.safetensors").path
      let first = try program.run(sample)
      let named = try program.run(sample + ["--checkpoint", shared])
      #expect(first.status == 0 && first.output == named.output, "\(first.error)")
    }
    try withModel { program in
      let own = try program.run(["sample", "--seed", "sea", "--length", "20", "--rng-seed", "1"])
      let named = try program.run([
        "sample", "--seed", "sea", "--length", "20", "--rng-seed", "1", "--checkpoint",
        "checkpoints/english.safetensors",
      ])
      #expect(own.status == 0 && own.output == named.output, "\(own.error)")
    }
  }
}
