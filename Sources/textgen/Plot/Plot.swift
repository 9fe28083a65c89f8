import ArgumentParser
import Charts
import Checkpoints
import Files
import Training

extension HistoryChart.Progress: ExpressibleByArgument {}

/// `textgen plot`: how trainings went.
struct Plot: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draw the learning curves of trainings, here or as a picture.",
    discussion: """
      textgen plot
          the newest model's, in the terminal
      textgen plot small.safetensors large.safetensors
          two trainings in one chart
      textgen plot --by time --output curves.svg
          over time, as a picture
      """)

  @Argument(help: "Checkpoints, or their .history.jsonl files. (default: the newest in checkpoints/)")
  var runs: [String] = []

  @Option(help: "What the horizontal axis counts.")
  var by = HistoryChart.Progress.steps

  @Flag(help: "Draw the loss on a logarithmic axis.")
  var log = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write an SVG picture into this file instead of drawing in the terminal.", valueName: "file"))
  var output: String?

  @Flag(help: "Replace the file if it exists.")
  var force = false

  func validate() throws {
    if runs.count > HistoryChart.mostRuns {
      throw ValidationError(
        "at most \(HistoryChart.mostRuns) trainings can be told apart in one chart, not \(runs.count)")
    }
  }

  func run() throws {
    Terminal.ignoreBrokenPipes()
    let paths = runs.isEmpty ? [try CheckpointFolder.newest()] : runs
    let chart = try HistoryChart(runs: read(paths), progress: by, isLogarithmic: log).chart
    guard let output else {
      let size = Terminal.outputSize
      let rows = min(24, max(12, size.rows - 2))
      let text = chart.terminalText(columns: size.columns, rows: rows, color: Terminal.hasColor)
      return try Terminal.draw(Array((text + "\n").utf8))
    }
    try NewFile.write(chart.svg(), to: output, mayReplace: force, madeFrom: paths)
  }

  /// The curves of the files, all of them in one measure of loss.
  private func read(_ paths: [String]) throws -> [HistoryChart.Run] {
    var first: (path: String, measure: String)?
    return try paths.map { path in
      let file = path.hasSuffix(".jsonl") ? path : TrainingHistory.path(beside: path)
      let entries = try TrainingHistory.read(file)
      guard let measure = entries.first?.measure else { throw CommandError.emptyHistory(path: file) }
      let run = HistoryChart.Run(name: Self.name(of: path), entries: entries)
      if run.isEmpty { throw CommandError.noLosses(path: file) }
      if let first, first.measure != measure {
        throw CommandError.otherMeasure(
          path: file, measure: measure, firstPath: first.path, firstMeasure: first.measure)
      }
      first = first ?? (file, measure)
      return run
    }
  }

  /// The file's name without folder and suffix.
  private static func name(of path: String) -> String {
    var name = PathParts(path).name
    for suffix in [".history.jsonl", ".jsonl", ".safetensors"] where name.hasSuffix(suffix) {
      name.removeLast(suffix.count)
    }
    return name
  }
}
