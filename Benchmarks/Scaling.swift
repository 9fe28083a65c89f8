import ArgumentParser
import Kernels
import TextEncoding

/// `benchmarks scaling`: how the cost of training grows with each size, the others fixed.
struct Scaling: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Training speed over hidden size, layers, batch, sequence length and threads, as Markdown tables.")

  @Argument(help: "A text.")
  var corpus: String

  func run() throws {
    let (tokenizer, corpus, _) = try TokenizedCorpus.build(from: [.file(corpus)], options: CorpusOptions())
    let peak = peakGFLOPS(on: ThreadTeam(threads: 2)) / 2
    print(
      "\(instructionSet), peak \(decimal(peak, 0)) GFLOP/s a thread; where not varied: 2×256, batch 64×64, 2 threads")
    let sizes: [(String, [Int], WritableKeyPath<TrainingShape, Int>)] = [
      ("H", [64, 96, 128, 192, 256, 384, 512, 768, 1024], \.hidden), ("L", [1, 2, 3, 4], \.layers),
      ("B", [1, 2, 4, 8, 16, 32, 64, 128, 256], \.batch), ("T", [16, 32, 64, 128, 256], \.sequence),
      ("threads", [1, 2], \.threads),
    ]
    for (name, values, size) in sizes {
      print("\n| \(name) | characters/s | GFLOP/s | of the peak |\n|--:|--:|--:|--:|")
      for value in values {
        var shape = TrainingShape()
        shape[keyPath: size] = value
        guard shape.batch * (shape.sequence + 1) <= corpus.count else { continue }
        let speed = try shape.charactersPerSecond(tokenizer, corpus, steps: 12)
        let gflops = 6e-9 * Double(shape.multiplyAdds(vocabularySize: tokenizer.vocabulary.count)) * speed
        let share = 100 * gflops / (peak * Double(shape.threads))
        print("| \(value) | \(decimal(speed, 0)) | \(decimal(gflops, 0)) | \(decimal(share, 0)) % |")
      }
    }
  }
}
