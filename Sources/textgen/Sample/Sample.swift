import ArgumentParser
import Checkpoints
import Glibc
import Notation
import Sampling
import TextEncoding

/// `textgen sample`: a trained model writes.
struct Sample: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write with a trained model.",
    discussion: """
      textgen sample --seed "ROMEO:"                   continue a pattern
      textgen sample --temperature 0.6 --length 2000   careful and long
      textgen sample --argmax --seed "The "            always the likeliest
      textgen sample --count 20 --stop $'\\n'           twenty lines, such as names
      cat draft.txt | textgen sample --no-echo         continue a text from stdin
      """)

  /// The temperature where none is given.
  static let usualTemperature = 0.8

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var charset: CharsetOptions

  @Option(
    help: ArgumentHelp(
      "The text to continue, such as \"ROMEO:\". Text from a pipe comes before this text.", valueName: "text"))
  var seed: String?

  @Option(help: ArgumentHelp("Continue the text in this file.", valueName: "file"))
  var seedFile: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("The number of characters to write.", valueName: "n"))
  var length = 500

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "How bold the choices are: 1 follows the model's probabilities, 0.5 is careful, 1.2 daring, 0 the same as --argmax. (default: 0.8)",
      valueName: "x"))
  var temperature: Double?

  @Flag(help: "Always write the most likely character.")
  var argmax = false

  @Option(help: ArgumentHelp("Choose among the k most likely characters, such as 40.", valueName: "k"))
  var topK: Int?

  @Option(
    help: ArgumentHelp(
      "Choose among the most likely characters that together have this probability, such as 0.9.", valueName: "p"))
  var topP: Double?

  @Option(
    help: ArgumentHelp(
      "Leave out characters less likely than this fraction of the most likely one, such as 0.05.", valueName: "p"))
  var minP: Double?

  @Option(
    help: ArgumentHelp("End a sample before this text, such as $'\\n'; the option may be repeated.", valueName: "text"))
  var stop: [String] = []

  @Option(help: ArgumentHelp("The number of samples to write.", valueName: "n"))
  var count = 1

  @Option(
    help: ArgumentHelp(
      "The text between two samples, such as $'\\n--\\n'. (default: a line end; on a terminal without --stop a line of dashes, too)",
      valueName: "text"))
  var separator: String?

  @OptionGroup var random: RandomOptions

  @Flag(inversion: .prefixedNo, help: "Write the seed pattern before its continuation.")
  var echo = true

  @OptionGroup var threads: ThreadOptions

  @Flag(help: "Write one JSON object for each sample.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print warnings and errors only.")
  var quiet = false

  func validate() throws {
    if argmax && temperature.map({ $0 != 0 }) ?? false {
      throw ValidationError("--argmax and --temperature exclude each other")
    }
    if seed != nil && seedFile != nil { throw ValidationError("--seed and --seed-file exclude each other") }
    if separator != nil && json { throw ValidationError("--separator has no meaning with --json") }
    if !(0...1_000_000_000_000).contains(length) {
      throw ValidationError("--length has to be from 0 to 1000000000000")
    }
    if !(1...1_000_000_000).contains(count) { throw ValidationError("--count has to be from 1 to 1000000000") }
  }

  func run() throws {
    Terminal.ignoreBrokenPipes()
    let policy = try SamplingPolicy(
      temperature: argmax ? 0 : temperature ?? Self.usualTemperature, topK: topK, topP: topP, minP: minP)
    let model = try reading.model()
    let tokenizer = model.tokenizer
    let stops = try stop.map(tokenizer.stop)
    let seed = try seedBytes(tokenizer)
    let pattern = try tokenizer.encode(seed, source: "the seed", reading.onUnknown)
    noteBareInteger()
    noteLeftOut(pattern.unknown)
    noteWindow(of: model, given: pattern.ids.count)
    let rngSeed = random.drawn()
    if random.rngSeed == nil && policy.temperature > 0 && !quiet { Terminal.error("textgen: --rng-seed \(rngSeed)") }
    let order = SampleOrder(
      pattern: pattern.ids.isEmpty ? [tokenizer.prelude] : pattern.ids, length: length, stops: stops, policy: policy,
      rngSeed: rngSeed, count: count)
    let separator = separator ?? SampleOutput.usualSeparator(stops: stop)
    var output = SampleOutput(
      seed: seed, echo: echo, count: count,
      form: json ? .json(rngSeed: rngSeed) : .text(separator: Array(separator.utf8)))
    let writer = SampleWriter(checkpoint: model, order: order, threads: threads.count)
    try output.begin()
    try writer.run { try output.write($0) }
  }

  /// Piped stdin first, then `--seed` or the file; with the line ends and the normalisation of the corpus.
  private func seedBytes(_ tokenizer: Tokenizer) throws -> [UInt8] {
    var bytes: [UInt8] = []
    for source in (PipedInput.isPresent ? [TextSource.standardInput] : []) + (seedFile.map { [.file($0)] } ?? []) {
      let text = try WholeText(source, unit: tokenizer.unit, charset: charset.choice)
      text.source.notes.forEach(note)
      bytes += text.bytes
    }
    if let seed { bytes += Array(seed.utf8) }
    return tokenizer.unit == .byte
      ? bytes : Array(tokenizer.normalized(String(decoding: bytes, as: UTF8.self)).utf8)
  }

  private func note(_ text: String) { if !quiet { Terminal.error("textgen: note: \(text)") } }

  /// The model reads less than what is shown.
  private func noteLeftOut(_ unknown: UnknownCharacters) {
    guard unknown.count > 0 else { return }
    note(
      "the model does not read \(counted(unknown.count, "character")) of the seed, which it does not know: "
        + unknown.names.joined(separator: ", "))
  }

  /// A model of windows has learnt from whole windows alone.
  private func noteWindow(of model: TextCheckpoint, given count: Int) {
    guard let window = model.model.configuration.window, count < window, length > 0 else { return }
    let prelude = model.tokenizer.vocabulary.name(of: model.tokenizer.prelude)
    note(
      "the model reads windows of \(window) characters and is given \(count == 0 ? "none" : "\(count)"): the missing ones are "
        + "read as \(prelude), of which it has learnt nothing; begin with \(window) characters or more by --seed")
  }

  private func noteBareInteger() {
    guard let seed, Int(seed) != nil else { return }
    note("--seed is the text to continue; to fix the random choices use --rng-seed \(seed)")
  }
}
