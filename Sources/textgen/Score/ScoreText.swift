import ArgumentParser
import Checkpoints
import Sampling
import TextEncoding

/// `textgen score`: how surprising a text is.
struct ScoreText: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Say how surprising a text is to a model, in bits per character.",
    discussion: """
      textgen score chapter.txt
      echo "To be, or not to be" | textgen score
      textgen score --by-line log.txt | sort -rn | head
          the most surprising lines
      """)

  @Argument(help: "The texts to score. (default: stdin)")
  var files: [String] = []

  @OptionGroup var reading: ReadingOptions

  @Flag(help: "Score each line by itself and write one result for each.")
  var byLine = false

  @Flag(
    help: "Read the text in one pass from start to end. Without this option a long text is read in many places at once."
  )
  var exact = false

  @Option(
    help: ArgumentHelp(
      "The charset of the texts, such as KOI8-R; with --by-line the text has to be UTF-8. (default: auto)",
      valueName: "name"))
  var charset: String?

  @OptionGroup var threads: ThreadOptions

  @Flag(help: "Write JSON objects instead of text.")
  var json = false

  func run() throws {
    Terminal.ignoreBrokenPipes()
    let model = try reading.model()
    let scorer = Scorer(checkpoint: model, threads: threads.count)
    if byLine { return try scoreLines(of: linesInput(), scorer, model.tokenizer) }
    let sources = files.isEmpty ? [TextSource.standardInput] : files.map { $0 == "-" ? .standardInput : .file($0) }
    do {
      let (corpus, _) = try TokenizedCorpus.build(
        from: sources, tokenizer: model.tokenizer, charset: charset == "auto" ? nil : charset,
        skippingUnknown: reading.onUnknown == .skip)
      try write(scorer.score(corpus, exact: exact), line: nil)
    } catch TextEncodingError.emptyText {
      throw CommandError.nothingToScore
    }
  }

  private func linesInput() throws -> [UInt8] {
    var bytes: [UInt8] = []
    for file in files where file != "-" { bytes += try PipedInput.read(path: file) }
    if files.isEmpty || files.contains("-") { bytes += try PipedInput.read() }
    guard !bytes.isEmpty else { throw CommandError.nothingToScore }
    return bytes
  }

  /// In the order of the lines, though they end in another.
  private func scoreLines(of bytes: [UInt8], _ scorer: Scorer, _ tokenizer: Tokenizer) throws {
    let newline = UInt8(ascii: "\n")
    let lines = bytes.split(separator: newline, omittingEmptySubsequences: false).dropLast(
      bytes.last == newline ? 1 : 0)
    var rest = lines[...]
    var waiting: [Int: Score] = [:]
    var written = 0
    try scorer.score {
      guard let line = rest.popFirst() else { return nil }
      let source = "line \(lines.count - rest.count)"
      return reading.onUnknown == .skip
        ? try tokenizer.encode(Array(line), unknown: .skip, source: source)
        : try tokenizer.encodeMappingUnknown(Array(line), source: source).ids
    } _: { number, score in
      waiting[number] = score
      while let score = waiting.removeValue(forKey: written) {
        try write(score, line: String(decoding: lines[written], as: UTF8.self))
        written += 1
      }
    }
  }

  /// One line of `--json`.
  private struct Object: Encodable {
    let characters: Int
    let nats_per_character: Double
    let bits_per_character: Double
    let line: String?
  }

  private func write(_ score: Score, line: String?) throws {
    if json {
      return try JSONLine.write(
        Object(
          characters: score.characters, nats_per_character: score.natsPerCharacter,
          bits_per_character: score.bitsPerCharacter, line: line))
    }
    if let line {
      try Terminal.print("\(decimal(score.bitsPerCharacter, 4))\t\(line)")
    } else {
      try Terminal.print(
        "\(decimal(score.bitsPerCharacter, 4)) bits per character (\(decimal(score.natsPerCharacter, 4)) nats) over "
          + "\(score.characters) characters")
    }
  }
}
