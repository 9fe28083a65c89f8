import ArgumentParser
import TextEncoding

/// In which charset the texts of a command are read.
struct CharsetOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The text's charset, such as KOI8-R. (default: auto)", valueName: "name"))
  var charset: String?

  @Option(help: "What to do with malformed bytes: stop, or put U+FFFD in their place.")
  var malformed: MalformedBytes = .error

  /// What was chosen.
  var choice: CharsetChoice { CharsetChoice(name: charset == "auto" ? nil : charset, malformed: malformed) }
}
