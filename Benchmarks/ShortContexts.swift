import ArgumentParser
import Checkpoints
import Foundation
import Network
import TextEncoding

/// `benchmarks contexts`: the loss of a model that sees so many characters and no more, as networks that read blocks of a
/// fixed length are measured.
struct ShortContexts: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contexts",
    abstract: "Nats a character over a text in blocks, each read from the empty state.",
    discussion: "benchmarks contexts model.safetensors held-out.txt --length 256")

  @Argument(help: "A model of text.")
  var model: String

  @Argument(help: "A text that the model has not read.")
  var text: String

  @Option(help: "Characters that are predicted in each block; one more, the first, is given.")
  var length = 256

  @Option var threads = 1

  private struct Result: Encodable {
    let length, characters: Int
    let nats_per_character: Double
  }

  func validate() throws {
    if length < 1 { throw ValidationError("--length is the number of characters in a block, such as 256") }
  }

  func run() throws {
    let checkpoint = try TextCheckpoint(contentsOf: model)
    guard checkpoint.model.configuration.window == nil else {
      throw ValidationError("\(model) reads windows, which reach back before a block")
    }
    let (corpus, _) = try TokenizedCorpus.build(
      from: [.file(text)], tokenizer: checkpoint.tokenizer, skippingUnknown: true)
    let loaded = checkpoint.loaded(threads: threads)
    var (sum, count) = (0.0, 0)
    for start in stride(from: 0, to: corpus.count - 1, by: length) {
      let block = start..<min(start + length + 1, corpus.count)
      loaded.forEachLossNats(in: block, of: corpus, layout: PassLayout(count: block.count - 1, exact: true)) {
        sum += $1
        count += 1
      }
    }
    guard count > 0 else { throw ValidationError("\(text) has fewer than two characters") }
    let result = Result(length: length, characters: count, nats_per_character: sum / Double(count))
    print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
  }
}
