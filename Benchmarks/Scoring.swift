import ArgumentParser
import Checkpoints
import Foundation
import Kernels
import Network
import Sampling
import TextEncoding

/// `benchmarks scoring`: characters a second of `textgen score`.
struct ScoringSpeed: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scoring", abstract: "Characters a second of scoring a text, the best of three.")

  @Argument(help: "A text.")
  var corpus: String

  @Option var hidden = 256
  @Option var layers = 2
  @Option var threads = 2
  @Option var characters = 500_000

  private struct Result: Encodable {
    let tool: String
    let hidden, layers, threads: Int
    let chars_per_second: Double
  }

  func run() throws {
    let (tokenizer, corpus, _) = try TokenizedCorpus.build(from: [.file(corpus)], options: CorpusOptions())
    let tokens = corpus.tokens(0..<min(characters, corpus.count))
    let checkpoint = try randomCheckpoint(tokenizer: tokenizer, hidden: hidden, layers: layers)
    let scorer = Scorer(checkpoint: checkpoint, threads: threads)
    var best = Double.infinity
    for _ in 0..<3 {
      let start = now()
      precondition(scorer.score(tokens).characters == tokens.count, "not every character was scored")
      best = min(best, now() - start)
    }
    let result = Result(
      tool: "textgen \(instructionSet)", hidden: hidden, layers: layers, threads: threads,
      chars_per_second: (Double(tokens.count) / best).rounded())
    print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
  }
}

/// A model that has learnt nothing: as fast as one that has.
func randomCheckpoint(tokenizer: Tokenizer, hidden: Int, layers: Int) throws -> TextCheckpoint {
  let model = try SequenceModel(
    ModelConfiguration(
      vocabularySize: tokenizer.vocabulary.count, input: .embedding(size: 64),
      hiddenSizes: [Int](repeating: hidden, count: layers)))
  var generator = Philox(seed: 1)
  return TextCheckpoint(
    model: model, subject: tokenizer,
    parameters: ParameterVector(initialized: model.layout, using: &generator))
}
