import ArgumentParser
import Charts
import Checkpoints
import Glibc
import Training

extension HistoryChart.Progress: ExpressibleByArgument {}

/// `textgen plot`: how trainings went.
struct Plot: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draw the learning curves of trainings, here or as a picture.",
    discussion: """
      textgen plot                                       the newest model's, in the terminal
      textgen plot small.safetensors large.safetensors   two trainings in one chart
      textgen plot --by time --output curves.svg         over time, as a picture
      """)

  @Argument(help: "Checkpoints, or their .history.jsonl files. (default: the newest in checkpoints/)")
  var runs: [String] = []

  @Option(help: "What the horizontal axis counts.")
  var by = HistoryChart.Progress.steps

  @Flag(help: "A logarithmic axis for the loss.")
  var log = false

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write an SVG picture instead.", valueName: "file"))
  var output: String?

  @Flag(help: "Replace the file that is there.")
  var force = false

  func run() throws {
    Terminal.ignoreBrokenPipes()
    let paths = runs.isEmpty ? [try CheckpointFolder.newest()] : runs
    let chart = try HistoryChart(
      runs: paths.map { path in
        let file = path.hasSuffix(".jsonl") ? path : TrainingHistory.path(beside: path)
        let entries = try TrainingHistory.read(file)
        if entries.isEmpty { throw CommandError.emptyHistory(path: file) }
        return .init(name: Self.name(of: path), entries: entries)
      }, progress: by, isLogarithmic: log
    ).chart
    guard let output else {
      let size = Terminal.outputSize
      return Terminal.print(
        chart.terminalText(columns: size.columns, rows: min(24, max(12, size.rows - 2)), color: Terminal.hasColor))
    }
    if CheckpointFolder.hasFile(output) && !force { throw CommandError.fileExists(path: output) }
    try AtomicFile.checkWritable(output)
    try AtomicFile.write(Array(chart.svg().utf8), to: output)
  }

  /// The file's name without folder and suffix.
  private static func name(of path: String) -> String {
    var name = path.split(separator: "/").last.map(String.init) ?? path
    for suffix in [".history.jsonl", ".jsonl", ".safetensors"] where name.hasSuffix(suffix) {
      name.removeLast(suffix.count)
    }
    return name
  }
}
