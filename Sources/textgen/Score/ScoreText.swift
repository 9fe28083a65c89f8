import ArgumentParser
import Checkpoints
import Notation
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
      textgen score --adapt novel.txt
          how surprising to a model that gets used to its style
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

  @Flag(
    help: """
      Let the model learn from the text while it reads: each character is predicted before the model learns from it \
      (dynamic evaluation). The file of the model stays as it is. Takes some ten times as long.
      """)
  var adapt = false

  @OptionGroup var charset: CharsetOptions

  @OptionGroup var threads: ThreadOptions

  @Flag(help: "Write JSON objects instead of text.")
  var json = false

  func validate() throws {
    if adapt, byLine {
      throw ValidationError(
        "--adapt reads the text as a whole, and --by-line each line by itself: leave out one of them")
    }
  }

  func run() throws {
    Terminal.ignoreBrokenPipes()
    let model = try reading.model()
    let scorer = Scorer(checkpoint: model, threads: threads.count)
    if byLine { return try scoreLines(scorer, model.tokenizer) }
    do {
      let (corpus, report) = try TokenizedCorpus.build(
        from: sources, tokenizer: model.tokenizer, charset: charset.choice.name, malformed: charset.choice.malformed,
        skippingUnknown: unknownUnits(model.tokenizer) == .skip)
      report.sources.notes.forEach(note)
      tell(report.unknown, scorer)
      let score = adapt ? adaptedScore(of: corpus, model) : scorer.score(corpus, exact: exact)
      try write(scorer.score(score, unknownCharacters: report.unknown.count), line: nil)
    } catch TextEncodingError.emptyText {
      throw CommandError.nothingToScore
    }
  }

  /// The score by a model that learns from the text, with the part that is read on a terminal.
  private func adaptedScore(of corpus: TokenizedCorpus, _ model: TextCheckpoint) -> Score {
    let progress = LiveProgress()
    let evaluation = DynamicEvaluation(checkpoint: model, threads: threads.count)
    let score = evaluation.score(corpus) { progress.show("reading", Double($0) / Double(max(1, corpus.count))) }
    progress.clear()
    return score
  }

  private var sources: [TextSource] {
    files.isEmpty ? [.standardInput] : files.map { $0 == "-" ? .standardInput : .file($0) }
  }

  /// A model that was trained with a token for rare characters has a probability for those that it does not know.
  private func unknownUnits(_ tokenizer: Tokenizer) -> UnknownUnits {
    if tokenizer.vocabulary.unknownID != nil { return .unknownToken }
    return reading.onUnknown
  }

  private func note(_ text: String) { Terminal.error("textgen: note: \(text)") }

  /// Names the lines with characters that the model does not know, and says what those count.
  private func tell(_ unknown: UnknownCharacters, _ scorer: Scorer) {
    let cost =
      scorer.unknownNats.map {
        "\(decimal(Score(characters: 1, sumNats: $0).bitsPerCharacter, 2)) bits each, as much as the "
          + "rarest character of the corpus"
      } ?? "as the model's rare characters do"
    unknown.notes(cost: cost).forEach(note)
  }

  /// In the order of the lines, though they end in another.
  private func scoreLines(_ scorer: Scorer, _ tokenizer: Tokenizer) throws {
    let texts = try sources.map { try WholeText($0, unit: tokenizer.unit, charset: charset.choice) }
    texts.flatMap(\.source.notes).forEach(note)
    let lines = texts.flatMap { text -> [(bytes: [UInt8], place: TextPlace)] in
      let source = texts.count > 1 ? text.source.name : nil
      return TextLines(text.bytes, unit: tokenizer.unit).enumerated().map { index, line in
        (line, TextPlace(line: index + 1, unit: tokenizer.unit, source: source))
      }
    }
    if lines.isEmpty { throw CommandError.nothingToScore }
    let treatment = unknownUnits(tokenizer)
    var (rest, unknown) = (lines[...], UnknownCharacters())
    var unknownInLine: [Int] = []
    var waiting: [Int: Score] = [:]
    var written = 0
    try scorer.score {
      guard let line = rest.popFirst() else { return nil }
      let encoded = try tokenizer.encode(
        line.bytes, source: "\(line.place.source.map { "\($0): " } ?? "")line \(line.place.line)", at: line.place,
        treatment)
      unknown.add(encoded.unknown)
      unknownInLine.append(encoded.unknown.count)
      return encoded.ids
    } _: { number, score in
      waiting[number] = scorer.score(score, unknownCharacters: unknownInLine[number])
      while let score = waiting.removeValue(forKey: written) {
        try write(score, line: String(decoding: lines[written].bytes, as: UTF8.self))
        written += 1
      }
    }
    tell(unknown, scorer)
  }

  /// One line of `--json`.
  private struct Object: Encodable {
    let characters: Int
    let unknown_characters: Int
    let nats_per_character: Double
    let bits_per_character: Double
    let line: String?
  }

  private func write(_ score: Score, line: String?) throws {
    if json {
      return try JSONLine.write(
        Object(
          characters: score.characters, unknown_characters: score.unknownCharacters,
          nats_per_character: score.natsPerCharacter,
          bits_per_character: score.bitsPerCharacter, line: line))
    }
    if let line {
      try Terminal.print("\(decimal(score.bitsPerCharacter, 4))\t\(line)")
    } else {
      try Terminal.print(
        "\(decimal(score.bitsPerCharacter, 4)) bits per character (\(decimal(score.natsPerCharacter, 4)) nats) over "
          + counted(score.characters, "character")
          + (score.unknownCharacters > 0 ? ", \(score.unknownCharacters) of them unknown to the model" : ""))
    }
  }
}
