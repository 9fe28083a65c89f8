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

  @Option(help: "Draw each table into an SVG file whose name ends with the size: scaling.svg makes scaling-H.svg.")
  var output: ChartFile?

  func run() throws {
    for name in ["H", "L", "B", "T", "threads"] { try output?.named(name).checkWritable() }
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
      var points: [LineChart.Point] = []
      var expected: [LineChart.Point] = []
      var perThread: Double?
      print("\n| \(name) | characters/s | GFLOP/s | of the peak |\n|--:|--:|--:|--:|")
      for value in values {
        var shape = TrainingShape()
        shape[keyPath: size] = value
        guard shape.batch * (shape.sequence + 1) <= corpus.count else { continue }
        let speed = try shape.charactersPerSecond(tokenizer, corpus, steps: 12)
        let gflops = 6e-9 * Double(shape.multiplyAdds(vocabularySize: tokenizer.vocabulary.count)) * speed
        let share = 100 * gflops / (peak * Double(shape.threads))
        let work = Double(shape.multiplyAdds(vocabularySize: tokenizer.vocabulary.count)) / Double(shape.threads)
        let rate = perThread ?? speed * work
        perThread = rate
        points.append(.init(x: Double(value), y: speed))
        expected.append(.init(x: Double(value), y: rate / work))
        print("| \(value) | \(decimal(speed, 0)) | \(decimal(gflops, 0)) | \(decimal(share, 0)) % |")
      }
      try output?.named(name).write(chart(name, points, expected))
    }
  }

  /// The measured speed, and what it would be if every multiplication took as long as at the first size.
  private func chart(
    _ name: String, _ points: [LineChart.Point], _ expected: [LineChart.Point]
  ) -> LineChart {
    let first = decimal(points.first?.x ?? 0, 0)
    return LineChart(
      title: "Training speed over \(name)", horizontal: .logarithmic(label: name),
      vertical: .logarithmic(label: "characters a second"),
      series: [
        .init(name: "measured", points: points, line: .solid, isEmphasised: true),
        .init(name: "each multiplication as fast as at \(name) = \(first)", points: expected, line: .dotted),
      ])
  }
}
