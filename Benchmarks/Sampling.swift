import ArgumentParser
import Checkpoints
import Foundation
import Kernels
import Network
import Sampling
import TextEncoding

/// `benchmarks sampling`: characters a second of generated text, from one stream or several side by side.
struct SamplingSpeed: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sampling", abstract: "Characters a second of generated text, the best of three.")

  @Option var hidden = 128
  @Option var layers = 2
  @Option var threads = 1
  @Option var streams = 1
  @Option var length = 2000
  @Option var vocabulary = 65

  private struct Result: Encodable {
    let tool: String
    let hidden, layers, threads, streams: Int
    let chars_per_second: Double
    /// Bytes of weights that each character needs once, of all streams together.
    let weight_bytes: Int
    let gigabytes_per_second: Double
    /// How fast one core reads as many bytes from end to end, again and again: the limit of one stream.
    let reading_gigabytes_per_second: Double
  }

  func run() throws {
    let entries = (0..<vocabulary).map {
      Vocabulary.Entry(bytes: Array(String(Unicode.Scalar(0x4E00 + $0)!).utf8), count: 1)
    }
    let tokenizer = Tokenizer(
      normalization: .nfc, lineEnds: .unified, vocabulary: Vocabulary(unit: .grapheme, entries: entries))
    let checkpoint = try randomCheckpoint(tokenizer: tokenizer, hidden: hidden, layers: layers)
    let order = SampleOrder(
      pattern: [0], length: length, policy: try SamplingPolicy(temperature: 0.8), rngSeed: 1, count: streams)
    var best = Double.infinity
    for _ in 0..<3 {
      let writer = SampleWriter(checkpoint: checkpoint, order: order, threads: threads)
      let start = now()
      writer.run { _ in }
      best = min(best, now() - start)
    }
    let speed = Double(length * streams) / best
    // The embedding and its product are looked up in a table, not read.
    let bytes = 4 * (checkpoint.model.layout.count - 64 * (vocabulary + 4 * hidden))
    let result = Result(
      tool: "textgen \(instructionSet)", hidden: hidden, layers: layers, threads: threads, streams: streams,
      chars_per_second: speed.rounded(), weight_bytes: bytes,
      gigabytes_per_second: (Double(bytes) * speed / Double(streams) / 1e7).rounded() / 100,
      reading_gigabytes_per_second: readBandwidth(kilobytes: bytes / 1024, on: ThreadTeam(threads: 1)).rounded())
    print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
  }
}
