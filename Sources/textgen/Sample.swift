import ArgumentParser
import Checkpoints
import Glibc
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

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The model. (default: the newest in checkpoints/)", valueName: "file"))
  var checkpoint: String?

  @Option(help: ArgumentHelp("The text to continue; piped text comes before it.", valueName: "text"))
  var seed: String?

  @Option(help: ArgumentHelp("Continue what this file holds.", valueName: "file"))
  var seedFile: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("Characters to write.", valueName: "n"))
  var length = 500

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "1 writes as the text does, less is more careful, more is more daring; 0 is --argmax. (default: 0.8)",
      valueName: "x"))
  var temperature: Double?

  @Flag(help: "Always the likeliest character.")
  var argmax = false

  @Option(help: ArgumentHelp("Choose among the k likeliest characters.", valueName: "k"))
  var topK: Int?

  @Option(help: ArgumentHelp("Choose among the fewest that reach this probability.", valueName: "p"))
  var topP: Double?

  @Option(help: ArgumentHelp("Leave out those below this share of the likeliest one's.", valueName: "p"))
  var minP: Double?

  @Option(help: ArgumentHelp("End before this text; may be given several times.", valueName: "text"))
  var stop: [String] = []

  @Option(help: ArgumentHelp("Samples to write.", valueName: "n"))
  var count = 1

  @Option(help: ArgumentHelp("Fixes the random choices. (default: drawn and printed)", valueName: "n"))
  var rngSeed: UInt64?

  @Flag(inversion: .prefixedNo, help: "Write the seed pattern before its continuation.")
  var echo = true

  @Option(help: "Seed characters that the model does not know.")
  var onUnknown: UnknownUnits = .error

  @Option(help: ArgumentHelp("Threads; the text is the same for any number. (default: one a core)", valueName: "n"))
  var threads: Int?

  @Flag(help: "One JSON object a sample.")
  var json = false

  @Flag(name: .shortAndLong, help: "Warnings and errors only.")
  var quiet = false

  func validate() throws {
    if argmax && temperature.map({ $0 != 0 }) ?? false {
      throw ValidationError("--argmax and --temperature exclude each other")
    }
    if seed != nil && seedFile != nil { throw ValidationError("--seed and --seed-file exclude each other") }
    if !(0...1_000_000_000_000).contains(length) {
      throw ValidationError("--length has to be from 0 to 1000000000000")
    }
    if !(1...1_000_000_000).contains(count) { throw ValidationError("--count has to be from 1 to 1000000000") }
    if let threads, !(1...256).contains(threads) { throw ValidationError("--threads has to be from 1 to 256") }
  }

  func run() throws {
    Terminal.ignoreBrokenPipes()
    let policy = try SamplingPolicy(
      temperature: argmax ? 0 : temperature ?? 0.8, topK: topK, topP: topP, minP: minP)
    let model = try TextCheckpoint(contentsOf: checkpoint ?? CheckpointFolder.newest())
    let pattern = try model.tokenizer.encode(seedBytes(), unknown: onUnknown)
    noteBareInteger()
    let rngSeed = rngSeed ?? UInt64.random(in: 0..<1 << 32)
    if self.rngSeed == nil && policy.temperature > 0 && !quiet { Terminal.error("textgen: --rng-seed \(rngSeed)") }
    let order = SampleOrder(
      pattern: pattern.isEmpty ? [model.tokenizer.prelude] : pattern, length: length, stops: stop, policy: policy,
      rngSeed: rngSeed, count: count)
    var output = SampleOutput(seed: model.tokenizer.decodeBytes(pattern), echo: echo, json: json, rngSeed: rngSeed)
    var writer = SampleWriter(checkpoint: model, order: order, threads: threads ?? Processors.count)
    output.begin()
    try writer.run { try output.write($0) }
  }

  /// Piped stdin first, then `--seed` or the file.
  private func seedBytes() throws -> [UInt8] {
    var bytes: [UInt8] = []
    if PipedInput.isPresent { bytes += try PipedInput.read() }
    if let seedFile { bytes += try PipedInput.read(path: seedFile) }
    if let seed { bytes += Array(seed.utf8) }
    return bytes
  }

  private func noteBareInteger() {
    guard let seed, Int(seed) != nil, !quiet else { return }
    Terminal.error(
      "textgen: note: --seed is the text to continue; to fix the random choices use --rng-seed \(seed)")
  }
}
