import ArgumentParser
import Foundation
import Kernels
import Network
import TextEncoding
import Training

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
  @Option var steps = 20

  private struct Result: Encodable {
    let tool: String
    let hidden, layers, batch, sequence, threads: Int
    let chars_per_second: Double
    let gflops: Double
    let peak_rss_mb: Int
  }

  func run() throws {
    let (tokenizer, corpus, _) = try TokenizedCorpus.build(from: [.file(corpus)], options: CorpusOptions())
    let model = try SequenceModel(
      ModelConfiguration(
        vocabularySize: tokenizer.vocabulary.count, input: .embedding(size: 64),
        hiddenSizes: [Int](repeating: hidden, count: layers)))
    let plan = TrainingPlan(
      batchSize: batch, sequenceLength: sequence, validationShare: 0, rngSeed: 1, totalSteps: steps + 3)
    var trainer = Trainer(model: model, tokenizer: tokenizer, corpus: corpus, plan: plan, threads: threads)
    var times: [Double] = []
    for step in 0..<steps + 3 {
      let start = now()
      _ = try trainer.step()
      if step >= 3 { times.append(now() - start) }
    }
    let speed = Double(batch * sequence) / times.sorted()[times.count / 2]
    // Multiply-adds of one character forward, as the peers count them; backward takes twice as many.
    let multiplyAdds =
      (0..<layers).reduce(0) { $0 + 4 * hidden * (($1 == 0 ? 64 : hidden) + hidden) }
      + hidden * tokenizer.vocabulary.count
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    let result = Result(
      tool: "textgen \(instructionSet)", hidden: hidden, layers: layers, batch: batch, sequence: sequence,
      threads: threads, chars_per_second: speed.rounded(),
      gflops: (Double(6 * multiplyAdds) * speed / 1e8).rounded() / 10, peak_rss_mb: usage.ru_maxrss / 1024)
    print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
  }
}
