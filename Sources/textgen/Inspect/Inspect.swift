import ArgumentParser
import Checkpoints
import Forecasting
import Inspecting
import Kernels
import Network
import TextEncoding
import Training

/// `textgen inspect`: what is in a checkpoint, and what its cells do.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a model, its vocabulary and training, and what its cells do over a text.",
    discussion: """
      textgen inspect
          the newest checkpoint
      textgen inspect names.safetensors --vocabulary
          the same with a list of its characters
      textgen inspect --diagram model.svg
          the model drawn, down to the gates of its cell
      textgen inspect --trace-file scene.txt --html scene.html
          each character on the colour of a cell, and the cells that follow something
      textgen inspect --trace "To be, or not" --layer 1
          every gate and cell as JSON
      textgen inspect forecasts/sea.safetensors --trace-file sea.csv --html sea.html
          the same for the rows of a series
      textgen inspect names.safetensors --copied names.txt
          what the model copies; of any text, named behind the model
      textgen inspect small.safetensors --errors chapter.txt large.safetensors
          where the bits of a text go, by two models side by side

      A model of windows reads for each character or row of a trace the window that ends there, as it does when it \
      predicts what follows.
      """)

  @Argument(help: "The checkpoint. (default: the newest in checkpoints/)")
  var checkpoint: String?

  @Argument(help: "For --copied, the text that may be a copy, `-` for stdin; for --errors, a second model.")
  var other: String?

  @Flag(help: "List every character with its number and count.")
  var vocabulary = false

  @Flag(help: "List every parameter with its shape.")
  var parameters = false

  @Option(help: ArgumentHelp("Draw the model into this SVG file.", valueName: "file"))
  var diagram: String?

  @Option(help: ArgumentHelp("Write what the cells do over this text, as JSON.", valueName: "text"))
  var trace: String?

  @Option(
    help: ArgumentHelp(
      "Write what the cells do over the text, or the series, in this file, as JSON; `-` for stdin.", valueName: "file")
  )
  var traceFile: String?

  @Option(help: ArgumentHelp("Trace this layer alone; the first layer is 1. (default: all layers)", valueName: "n"))
  var layer: Int?

  @Option(help: ArgumentHelp("Write the trace as one HTML page instead.", valueName: "file"))
  var html: String?

  @OptionGroup(title: "Texts") var texts: InspectTextOptions
  @OptionGroup(title: "Texts") var charset: CharsetOptions

  @OptionGroup(title: "Series") var rows: TableArguments

  @Flag(help: "Replace files that exist.")
  var force = false

  func validate() throws {
    if other != nil && !texts.isAsked {
      throw ValidationError("a second file has a meaning beside --copied and --errors only")
    }
    if other != nil && texts.readsErrorsFromStandardInput {
      throw ValidationError("stdin can be read by one model only; name a file")
    }
    if other == "-" && texts.copied == "-" {
      throw ValidationError("the corpus of --copied and the text cannot both be read from stdin")
    }
    if texts.isAsked && (vocabulary || parameters || diagram != nil || trace != nil || traceFile != nil) {
      throw ValidationError("--copied and --errors ask one question; ask for summary, diagram and trace by themselves")
    }
    if charset.choice != CharsetChoice() && !texts.isAsked && traceFile == nil {
      throw ValidationError("--charset and --malformed have a meaning beside --trace-file, --copied and --errors only")
    }
    if traceFile == nil, let option = rows.givenOption() {
      throw ValidationError("\(option) has a meaning beside --trace-file only")
    }
    if trace != nil && traceFile != nil { throw ValidationError("--trace and --trace-file exclude each other") }
    let isTrace = trace != nil || traceFile != nil
    if html != nil && !isTrace { throw ValidationError("--html shows a trace; give it a --trace or --trace-file") }
    if layer != nil && !isTrace { throw ValidationError("--layer needs a --trace or --trace-file") }
    if diagram != nil && isTrace {
      throw ValidationError("--diagram draws the model and a trace shows a text; ask for one at a time")
    }
    if (vocabulary || parameters) && (diagram != nil || isTrace) {
      throw ValidationError(
        "--vocabulary and --parameters are parts of the summary; ask for it without a diagram or trace")
    }
  }

  func run() throws {
    Terminal.ignoreBrokenPipes()
    let path = try CheckpointFolder.path(ofModel: checkpoint)
    switch try CheckpointHeader(contentsOf: path).kind {
    case SeriesSubject.kind: try inspect(SeriesCheckpoint.read(path), path)
    default: try inspect(TextCheckpoint.read(path), path)
    }
  }

  private func inspect(_ text: TextCheckpoint, _ path: String) throws {
    if let option = rows.givenOption() { throw CommandError.notSeries(path: path, option: option) }
    if texts.isAsked {
      return try texts.answer(text, path, other: other, charset: charset.choice) {
        try NewFile.write($0, to: $1, mayReplace: force, madeFrom: texts.files + [path] + [other].compactMap(\.self))
      }
    }
    let description = ModelDescription(text.model, things: text.tokenizer.unit == .byte ? "bytes" : "characters")
    if let diagram { return try draw(description, into: diagram, path) }
    if trace != nil || traceFile != nil { return try showTrace(text, path) }
    try show(path, text, description)
    try printText(text.tokenizer)
    try printTraining(text, measure: .nats)
    if vocabulary { try printVocabulary(text.tokenizer) }
  }

  private func inspect(_ series: SeriesCheckpoint, _ path: String) throws {
    if vocabulary || trace != nil || texts.isAsked { throw CommandError.notText(path: path) }
    if let traceFile { return try showTrace(series, path, data: traceFile) }
    let description = ModelDescription(series.model, things: series.subject.features.joined(separator: ", "))
    if let diagram { return try draw(description, into: diagram, path) }
    try show(path, series, description)
    try printSeries(series.subject)
    try printTraining(series, measure: .squaredError)
  }

  private func draw(_ description: ModelDescription, into diagram: String, _ path: String) throws {
    try NewFile.write(description.diagram.svg, to: diagram, mayReplace: force, madeFrom: [path])
  }

  private func show<Subject>(
    _ path: String, _ checkpoint: Checkpoint<Subject>, _ description: ModelDescription
  ) throws {
    try Terminal.print("\(path)\n\nModel")
    for line in description.summary.lines { try Terminal.print("  \(line)") }
    if let words = Self.pyTorch(checkpoint.model.configuration) { try Terminal.print("  \(words)") }
    if parameters { try printParameters(checkpoint.model.layout) }
  }

  /// How PyTorch gets a network of cells that it does not have; nil for one that it loads as it is.
  private static func pyTorch(_ configuration: ModelConfiguration) -> String? {
    let cells = configuration.layers.map(\.cell)
    let isKnown = cells.allSatisfy {
      switch $0 {
      case .gated(let variant), .projected(let variant, _): variant == CellVariant()
      case .normalized: false
      }
    }
    if isKnown { return nil }
    return cells.allSatisfy { [.gated(CellVariant()), .gated(.coupled)].contains($0) }
      ? "for torch.nn.LSTM: textgen export --standard-cells"
      : "torch.nn.LSTM has no such cells; it can run those of `textgen train --cell coupled` and --cell standard"
  }

  // MARK: Traces

  private func showTrace(_ checkpoint: TextCheckpoint, _ path: String) throws {
    let tokens = try tracedTokens(checkpoint.tokenizer)
    try checkTrace(of: tokens.count, checkpoint.model.configuration, noun: "characters")
    let record = TextRecord(of: tokens, by: checkpoint, layer: layer, threads: Processors.count)
    guard let html else { return try writeJSON(record.writeJSON) }
    let page = try TracePage(record, title: "\(path): what the cells do").html
    try NewFile.write(page, to: html, mayReplace: force, madeFrom: [path] + [traceFile].compactMap(\.self))
    try print(CellSearch(record), over: "\(tokens.count) characters")
  }

  /// Throws where there is no such layer, or where the trace would be too large.
  func checkTrace(of places: Int, _ configuration: ModelConfiguration, noun: String) throws(CommandError) {
    let layers = configuration.layers
    if let layer, !(1...layers.count).contains(layer) { throw .noLayer(layer, count: layers.count) }
    let traced = layer.map { [layers[$0 - 1]] } ?? layers
    try TraceLimit(asPage: html != nil).check(
      places: places, noun: noun, cells: traced.map(\.outputSize).reduce(0, +), isOneLayer: traced.count == 1)
  }

  /// Writes JSON to stdout piece by piece, and a line end.
  func writeJSON(_ pieces: (@escaping ([UInt8]) -> Void) throws -> Void) throws {
    var outputError: OutputError?
    try pieces { bytes in
      guard outputError == nil else { return }
      do throws(OutputError) { try Terminal.write(bytes) } catch { outputError = error }
    }
    if let outputError { throw outputError }
    try Terminal.print("")
  }

  /// The cells that follow something, best first.
  func print(_ search: CellSearch, over places: String) throws {
    try Terminal.print("Cells that follow something, by |r| of tanh(c) over \(places)")
    let width = search.matches.map(\.feature.count).reduce(22, max) + 2
    for match in search.matches {
      let name = "layer \(match.layer)\(match.isReversed ? " backward" : ""), unit \(match.unit)"
      try Terminal.print(
        "  \(match.feature.padded(width))\(name.padded(28))\(decimal(match.correlation, 2).padded(-5))"
          + (match.isFound ? "" : "  weak"))
    }
  }

  private func tracedTokens(_ tokenizer: Tokenizer) throws -> [TokenID] {
    do {
      let tokens = try tokenizer.encode(tracedBytes(tokenizer.unit), unknown: .error)
      if tokens.isEmpty { throw CommandError.nothingToTrace }
      return tokens
    } catch TextEncodingError.unknownUnit(let unit, let place, _) {
      throw CommandError.unknownInTrace(unit: unit, place: place)
    }
  }

  private func tracedBytes(_ unit: TextUnit) throws -> [UInt8] {
    if let trace { return Array(trace.utf8) }
    let source = traceFile.map { $0 == "-" ? TextSource.standardInput : .file($0) } ?? .standardInput
    let text = try WholeText(source, unit: unit, charset: charset.choice)
    for note in text.source.notes { Terminal.error("textgen: note: \(note)") }
    return text.bytes
  }

  // MARK: Sections

  private func printParameters(_ layout: ParameterLayout) throws {
    let rows = layout.entries.map { entry in
      (entry.name, entry.shape.map(String.init).joined(separator: " × "), String(entry.count))
    }
    let nameWidth = (rows.map(\.0.count) + [9]).max() ?? 0
    let shapeWidth = (rows.map(\.1.count) + [5]).max() ?? 0
    let countWidth = (rows.map(\.2.count) + [10]).max() ?? 0
    try Terminal.print("\nParameters")
    for (name, shape, count) in [("parameter", "shape", "floats")] + rows + [("total", "", String(layout.count))] {
      try Terminal.print("  \(name.padded(nameWidth))  \(shape.padded(shapeWidth))  \(count.padded(-countWidth))")
    }
  }

  private func printText(_ tokenizer: Tokenizer) throws {
    try Terminal.print(
      """

      Text
        unit           \(tokenizer.unit.rawValue)
        normalisation  \(tokenizer.normalization.rawValue)
        vocabulary     \(tokenizer.vocabulary.count)\(tokenizer.vocabulary.unknownID == nil ? "" : ", one of them for rare characters")
      """)
  }

  private func printSeries(_ subject: SeriesSubject) throws {
    try Terminal.print(
      """

      Series
        features       \(subject.features.joined(separator: ", "))
        predicts       the \(subject.quantity.rawValue) of \(subject.features[0])
        scaling        \(subject.scaling.method.rawValue)
        season         \(subject.season.map { "\($0) rows" } ?? "none found")
      """)
    if let margin = subject.intervalMargins.first {
      try Terminal.print("  95 % interval  ± \(decimal(margin, 4)) one step ahead")
    }
  }

  private func printTraining<Subject>(_ checkpoint: Checkpoint<Subject>, measure: LossMeasure) throws {
    guard checkpoint.training != nil else {
      return try Terminal.print("\nTraining\n  not recorded: exported for sampling")
    }
    let record = try TrainingRecord(of: checkpoint)
    try Terminal.print(
      """

      Training
        steps          \(record.step)\(record.plan.totalSteps.map { " of \($0)" } ?? ", the time is not used up")
        batch          \(TrainingReport.batch(record.plan))
        optimizer      \(record.plan.optimizer.kind.rawValue), rate \(record.plan.optimizer.learningRate), \(record.plan.schedule.decay.rawValue)
        rng seed       \(record.plan.rngSeed)
        data           \(record.data.count) \(measure == .nats ? "characters" : "rows")
      """)
    if let origin = record.origin {
      let loss = origin.heldOut.map { ", which had \(measure.full($0.mean)) on what is held out" } ?? ""
      try Terminal.print("  began with     \(origin.shownName)\(loss)")
    }
    if let loss = record.measured?.heldOut?.mean ?? record.bestValidationLoss {
      try Terminal.print("  held out       \(measure.full(loss))\(record.bestStep.map { ", after step \($0)" } ?? "")")
    }
    if let loss = record.measured?.training?.mean {
      try Terminal.print("  training data  \(measure.full(loss))")
    }
    if let line = Verdict.line(record) { try Terminal.print("  \(line)") }
  }

  private func printVocabulary(_ tokenizer: Tokenizer) throws {
    try Terminal.print("\nVocabulary\n   number       count  character")
    for id in 0..<tokenizer.vocabulary.count {
      let count = tokenizer.vocabulary.counts[id]
      try Terminal.print(
        "  \(String(id).padded(-7))  \(String(count).padded(-10))  \(tokenizer.vocabulary.name(of: TokenID(id)))")
    }
  }
}
