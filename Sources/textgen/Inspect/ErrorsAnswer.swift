import Checkpoints
import Files
import Inspecting
import TextEncoding

/// `textgen inspect MODEL --errors text.txt [OTHER]`: where the bits of one model go, or of two side by side.
struct ErrorsAnswer {
  private let reports: [(name: String, report: ErrorReport)]
  private let text: String

  /// - corpus: the text whose n-grams and words are counted; nil for the text itself.
  /// - charset: in which charset both texts are.
  init(
    of models: [(name: String, checkpoint: TextCheckpoint)], over text: String, corpus: String?, charset: CharsetChoice
  ) throws {
    self.text = text == "-" ? "standard input" : text
    reports = try models.map { name, checkpoint in
      let (tokens, read) = try Self.read(text, checkpoint, charset)
      if name == models[0].name { read.sources.flatMap(\.notes).forEach { Terminal.error("textgen: note: \($0)") } }
      if read.rareOccurrenceCount > 0 {
        Terminal.error(
          "textgen: note: \(read.rareOccurrenceCount) characters that \(name) does not know were left out of \(text)")
      }
      if Terminal.errorIsTerminal { Terminal.error("reading \(tokens.count) characters with \(name)") }
      let counted = try corpus.map { try Self.read($0, checkpoint, charset).corpus }
      let report = ErrorReport(
        of: tokens.tokens(0..<tokens.count), by: checkpoint, corpus: counted, threads: Processors.count)
      if report.counted < (counted ?? tokens).count {
        Terminal.error("textgen: note: the n-grams are those of \(report.counted) characters of \(corpus ?? text)")
      }
      return (name, report)
    }
  }

  private static func read(
    _ path: String, _ checkpoint: TextCheckpoint, _ charset: CharsetChoice
  ) throws -> (corpus: TokenizedCorpus, report: CorpusReport) {
    try TokenizedCorpus.build(
      from: [path == "-" ? .standardInput : .file(path)], tokenizer: checkpoint.tokenizer,
      charset: charset.name, malformed: charset.malformed, skippingUnknown: true)
  }

  /// The picture.
  var svg: String {
    let models = reports.count == 1 ? "the bits of \(reports[0].name)" : "the bits"
    return ErrorChart(reports, title: "Where \(models) go over \(text)").svg
  }

  // MARK: Table

  /// Prints the tables, at most 80 columns wide.
  func print() throws {
    for (name, report) in reports {
      let whole = report.whole
      try Terminal.print(
        "\(name) over \(text)\n  \(whole.characters) characters of \(decimal(whole.bitsPerCharacter, 3)) bits; "
          + "\(whole.errors) are errors (\(Self.percent(whole.errors, of: whole.characters)))")
    }
    try Terminal.print("\nAn error is a character whose probability was below one half.")
    let isSingle = reports.count == 1
    try printTable(
      "Errors by the first reason that fits",
      columns: isSingle ? [("errors", 9), ("of all", 10), ("bits/char", 11)] : [("errors", 9), ("bits/char", 11)],
      parts: { $0.reasons + [$0.predicted] }
    ) { part, report in
      let bits = decimal(part.bits / Double(max(1, report.whole.characters)), 3)
      let errors = part.errors == 0 ? "" : "\(part.errors)"
      let fraction = part.errors == 0 ? "" : Self.percent(part.errors, of: report.whole.errors)
      return isSingle ? [errors, fraction, bits] : [errors, bits]
    }
    for (title, parts) in [
      ("Kind of character", \ErrorReport.kinds), ("Closing bracket or quotation mark after", \.closings),
    ] {
      try printTable(
        title,
        columns: isSingle ? [("number", 9), ("errors", 10), ("bits/char", 11)] : [("errors", 9), ("bits/char", 11)],
        parts: { $0[keyPath: parts] }
      ) { part, _ in
        let rates = [Self.percent(part.errors, of: part.characters), decimal(part.bitsPerCharacter, 3)]
        return isSingle ? ["\(part.characters)"] + rates : rates
      }
    }
  }

  /// Prints a row for each part that a model has.
  private func printTable(
    _ title: String, columns: [(name: String, width: Int)], parts: (ErrorReport) -> [ErrorReport.Part],
    _ cells: (ErrorReport.Part, ErrorReport) -> [String]
  ) throws {
    let all = reports.map { parts($0.report) }
    guard all.contains(where: { !$0.isEmpty }) else { return }
    func row(_ name: String, _ cells: [[String]]) -> String {
      let joined = cells.map { zip($0, columns).map { $0.padded(-$1.width) }.joined() }.joined()
      let line = name.padded(40) + joined
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
    try Terminal.print("")
    if reports.count > 1 {
      try Terminal.print(
        "".padded(40) + reports.map { String(PathParts($0.name).stem.suffix(18)).padded(-20) }.joined())
    }
    try Terminal.print(row(title, reports.map { _ in columns.map(\.name) }))
    for name in ErrorReport.names(all) {
      let found = zip(all, reports).map { parts, model in
        parts.first { $0.name == name }.map { cells($0, model.report) } ?? columns.map { _ in "" }
      }
      try Terminal.print(row("  \(name)", found))
    }
  }

  private static func percent(_ part: Int, of whole: Int) -> String {
    "\(decimal(100 * Double(part) / Double(max(1, whole)), 1)) %"
  }

  // MARK: JSON

  /// One line of `--json`.
  private struct Object: Encodable {
    let model: String
    let characters: Int
    let errors: Int
    let bits: Double
    let errors_by_reason: [Part]
    let characters_by_kind: [Part]
    let closings_by_distance: [Part]
  }

  private struct Part: Encodable {
    let name: String
    let characters: Int
    let errors: Int
    let bits: Double

    init(_ part: ErrorReport.Part) {
      (name, characters, errors, bits) = (part.name, part.characters, part.errors, part.bits)
    }
  }

  /// Writes one JSON object for each model.
  func writeJSON() throws {
    for (name, report) in reports {
      try JSONLine.write(
        Object(
          model: name, characters: report.whole.characters, errors: report.whole.errors, bits: report.whole.bits,
          errors_by_reason: report.reasons.map(Part.init), characters_by_kind: report.kinds.map(Part.init),
          closings_by_distance: report.closings.map(Part.init)))
    }
  }
}

extension ErrorReport.Part {
  /// What a character of the part costs.
  fileprivate var bitsPerCharacter: Double { bits / Double(max(1, characters)) }
}
