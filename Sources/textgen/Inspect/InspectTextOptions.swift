import ArgumentParser
import Checkpoints
import TextEncoding

/// What `inspect` asks about a model and a text: what was copied, or where the bits go.
struct InspectTextOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Say which part of a text was copied from this corpus: of the text named behind the model, or of 2,000 characters that the model writes.",
      valueName: "corpus"))
  var copied: String?

  @Option(
    help: ArgumentHelp(
      "Say where the bits of this text go: its errors by their first reason, by kind of character and by distance. A second model may be named behind the first one.",
      valueName: "text"))
  var errors: String?

  @Option(
    help: ArgumentHelp(
      "For --errors, count n-grams and words in this text, such as what the model was trained on. (default: the text itself)",
      valueName: "text"))
  var corpus: String?

  @Option(help: ArgumentHelp("For --errors, draw the answer into this SVG file, too.", valueName: "file"))
  var svg: String?

  @Flag(help: "Write the answer of --copied or --errors as JSON, one object for each model.")
  var json = false

  /// Whether something is asked.
  var isAsked: Bool { copied != nil || errors != nil }

  /// The files that are read.
  var files: [String] { [copied, errors, corpus].compactMap(\.self) }

  /// Whether a text of `--errors` comes from stdin, which can be read once.
  var readsErrorsFromStandardInput: Bool { errors == "-" || corpus == "-" }

  func validate() throws {
    if copied != nil && errors != nil { throw ValidationError("--copied and --errors exclude each other") }
    if json && !isAsked { throw ValidationError("--json needs --copied or --errors") }
    if corpus != nil && errors == nil { throw ValidationError("--corpus needs --errors") }
    if svg != nil && errors == nil { throw ValidationError("--svg needs --errors") }
    if let errors, errors == "-", corpus == "-" {
      throw ValidationError("--errors and --corpus cannot both be read from stdin")
    }
  }

  /// Answers about a model.
  ///
  /// - other: the file named behind the model's.
  /// - charset: in which charset the texts are.
  /// - write: writes a text into a file.
  func answer(
    _ model: TextCheckpoint, _ path: String, other: String?, charset: CharsetChoice,
    write: (_ text: String, _ path: String) throws -> Void
  ) throws {
    if let copied {
      return try CopiedAnswer(of: other, from: copied, by: model, charset: charset).write(asJSON: json)
    }
    guard let errors else { return }
    var models = [(name: path, checkpoint: model)]
    if let other { models.append((other, try TextCheckpoint.read(CheckpointFolder.path(ofModel: other)))) }
    let answer = try ErrorsAnswer(of: models, over: errors, corpus: corpus, charset: charset)
    if let svg { try write(answer.svg, svg) }
    if json { try answer.writeJSON() } else { try answer.print() }
  }
}
