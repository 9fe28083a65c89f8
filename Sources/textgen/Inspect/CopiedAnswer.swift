import Checkpoints
import NGrams
import TextEncoding

/// `textgen inspect MODEL --copied corpus.txt [sample.txt]`
struct CopiedAnswer {
  private let text: String
  private let corpus: String
  private let finding: CopyFinding

  /// Characters that the model does not know are left out of both texts.
  ///
  /// - text: a file, `-` for stdin; nil for what the model writes.
  /// - charset: in which charset both texts are.
  init(of text: String?, from corpus: String, by model: TextCheckpoint, charset: CharsetChoice) throws {
    let tokenizer = model.tokenizer
    let samples: [[TokenID]]
    if let text {
      let read = try WholeText(text == "-" ? .standardInput : .file(text), unit: tokenizer.unit, charset: charset)
      let source = read.source.name
      read.source.notes.forEach { Terminal.error("textgen: note: \($0)") }
      let tokens = try tokenizer.encode(read.bytes, unknown: .skip, source: source)
      if tokens.isEmpty {
        throw read.bytes.isEmpty ? TextEncodingError.emptyText(source: source) : .nothingKnown(source: source)
      }
      samples = [tokens]
    } else {
      samples = try JudgedSamples(of: model, rngSeed: 1, threads: Processors.count).tokens
    }
    let (tokens, report) = try TokenizedCorpus.build(
      from: [corpus == "-" ? .standardInput : .file(corpus)], tokenizer: tokenizer, charset: charset.name,
      malformed: charset.malformed, skippingUnknown: true)
    report.sources.flatMap(\.notes).forEach { Terminal.error("textgen: note: \($0)") }
    var copied = CopiedPassages(of: samples)
    let length = 1 << 16
    for start in stride(from: 0, to: tokens.count, by: length) {
      copied.read(tokens.tokens(start..<min(start + length, tokens.count)))
    }
    finding = CopyFinding(copied, of: samples, tokenizer: tokenizer)
    self.text = text.map { "of \(Self.name($0))" } ?? "that the model writes at temperature \(Sample.usualTemperature)"
    self.corpus = corpus
  }

  private static func name(_ path: String) -> String { path == "-" ? "standard input" : path }

  /// The JSON object.
  private struct Object: Encodable {
    let characters: Int
    let copied_fraction: Double
    let longest_copied: Int
    let longest_copied_text: String
  }

  func write(asJSON: Bool) throws {
    guard asJSON else {
      let sentence = finding.sentence(corpus: Self.name(corpus))
      return try Terminal.print("of \(finding.characters) characters \(text), \(sentence)")
    }
    try JSONLine.write(
      Object(
        characters: finding.characters, copied_fraction: finding.fraction, longest_copied: finding.longest,
        longest_copied_text: finding.passage))
  }
}
