import Foundation
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

  /// It writes where there is no other, and never in place of one.
  @Test func itWritesWhereThereIsNoOther() throws {
    try withModel { program in
      let sample = ["sample", "--seed", "sea", "--length", "20", "--rng-seed", "1"]
      let first = try program.run(sample)
      #expect(first.status == 0, "\(first.error)")
      #expect(try program.run(sample + ["--checkpoint", "english"]).output == first.output)
      let trained = try program.run(
        ["train", "german.txt", "--steps", "2", "--hidden-size", "8", "--batch-size", "2", "--sequence-length", "8"])
      #expect(trained.status == 0, "\(trained.error)")
      // Older than the model that comes with the program, and still the one that is meant.
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1_000_000)],
        ofItemAtPath: program.folder.appending(path: "checkpoints/german.safetensors").path)
      let named = try program.run(sample + ["--checkpoint", "german"])
      #expect(try program.run(sample).output == named.output)
    }
  }
}
