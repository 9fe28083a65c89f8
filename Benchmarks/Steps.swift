import ArgumentParser
import Foundation
import Kernels
import Network
import TextEncoding

/// `benchmarks steps`: full training steps, as the peer scripts measure them.
struct Steps: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Characters a second of full training steps: forward, loss, backward, clip, update; the median.")

  @Argument(help: "A text.")
  var corpus: String

  @Option var hidden = 128
  @Option var layers = 2
  @Option var batch = 50
  @Option var sequence = 50
  @Option var threads = 2
  @Option(help: "Streams at once. (default: the whole batch)") var microBatch: Int?
  @Option(help: "The cell, by its name.") var cell = "standard"
  @Option var steps = 20

  private struct Result: Encodable {
    let tool: String
    let hidden, layers, batch, sequence, threads: Int
    let chars_per_second: Double
    let gflops, of_peak: Double
    let peak_rss_mb: Int
  }

  func run() throws {
    let (tokenizer, corpus, _) = try TokenizedCorpus.build(from: [.file(corpus)], options: CorpusOptions())
    guard let kind = CellKind.named.first(where: { $0.name == cell })?.kind else {
      throw ValidationError("there is no cell named \(cell)")
    }
    let shape = TrainingShape(
      hidden: hidden, layers: layers, batch: batch, sequence: sequence, threads: threads, microBatch: microBatch,
      cell: kind)
    let (speed, gflops) = try shape.speed(tokenizer, corpus, steps: steps)
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    let result = Result(
      tool: "textgen \(instructionSet)", hidden: hidden, layers: layers, batch: batch, sequence: sequence,
      threads: threads, chars_per_second: speed.rounded(),
      gflops: (gflops * 10).rounded() / 10,
      of_peak: (gflops / peakGFLOPS(on: ThreadTeam(threads: threads)) * 1000).rounded() / 1000,
      peak_rss_mb: usage.ru_maxrss / 1024)
    print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
  }
}
