import ArgumentParser
import Charts
import Kernels
import TextEncoding

/// `benchmarks scaling`: how the cost of training grows with each size, the others fixed.
struct Scaling: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Training speed over hidden size, layers, batch, sequence length and threads, as Markdown tables.")

  @Argument(help: "A text.")
  var corpus: String

  @Option(help: "Draw a picture for each size, beside this SVG file: scaling.svg gives scaling-H.svg and so on.")
  var output: ChartFile?

  /// What is varied: its name in tables and in words, its values, and where it stands in the shape.
  private struct Size {
    let name, words: String
    let values: [Int]
    let path: WritableKeyPath<TrainingShape, Int>

    /// Two values make no line.
    var isDrawn: Bool { values.count > 2 }
  }

  private static var sizes: [Size] {
    [
      Size(
        name: "H", words: "hidden size", values: [64, 96, 128, 192, 256, 384, 512, 768, 1024], path: \.hidden),
      Size(name: "L", words: "layers", values: [1, 2, 3, 4], path: \.layers),
      Size(name: "B", words: "streams", values: [1, 2, 4, 8, 16, 32, 64, 128, 256], path: \.batch),
      Size(name: "T", words: "sequence length", values: [16, 32, 64, 128, 256], path: \.sequence),
      Size(name: "threads", words: "threads", values: [1, 2], path: \.threads),
    ]
  }

  func run() throws {
    for size in Self.sizes where size.isDrawn { try output?.named(size.name).checkWritable() }
    let (tokenizer, corpus, _) = try TokenizedCorpus.build(from: [.file(corpus)], options: CorpusOptions())
    let peak = peakGFLOPS(on: ThreadTeam(threads: 2)) / 2
    print(
      "\(instructionSet), peak \(decimal(peak, 0)) GFLOP/s a thread; where not varied: 2×256, batch 64×64, 2 threads")
    for size in Self.sizes {
      print("\n| \(size.name) | characters/s | GFLOP/s | of the peak |\n|--:|--:|--:|--:|")
      var (measured, possible): ([LineChart.Point], [LineChart.Point]) = ([], [])
      for value in size.values {
        var shape = TrainingShape()
        shape[keyPath: size.path] = value
        guard shape.batch * (shape.sequence + 1) <= corpus.count else { continue }
        let (speed, gflops) = try shape.speed(tokenizer, corpus, steps: 12)
        let fraction = gflops / (peak * Double(shape.threads))
        print("| \(value) | \(decimal(speed, 0)) | \(decimal(gflops, 0)) | \(decimal(100 * fraction, 0)) % |")
        measured.append(.init(x: Double(value), y: speed))
        possible.append(.init(x: Double(value), y: speed / fraction))
      }
      if size.isDrawn { try output?.named(size.name).write(chart(of: size, measured: measured, possible: possible)) }
    }
  }

  /// Where both lines are parallel, cost grows as the arithmetic does.
  private func chart(of size: Size, measured: [LineChart.Point], possible: [LineChart.Point]) -> LineChart {
    LineChart(
      title: "Training speed over \(size.words)",
      subtitle: "Where not varied: 2×256, 64 streams of 64 steps, 2 threads.",
      horizontal: .logarithmic(label: size.words), vertical: .logarithmic(label: "characters per second"),
      series: [
        .init(name: "measured", points: measured, isEmphasised: true),
        .init(name: "if every core did nothing but multiply-adds", points: possible),
      ])
  }
}
