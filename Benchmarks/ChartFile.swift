import ArgumentParser
import Charts
import Files

/// Where a benchmark's picture goes: an SVG file, known to be writable before the long run begins.
struct ChartFile: ExpressibleByArgument {
  private let path: String

  init?(argument: String) {
    guard argument.hasSuffix(".svg"), argument != ".svg" else { return nil }
    path = argument
  }

  /// A file of the same name with a word at its end: `scaling.svg` and `H` make `scaling-H.svg`.
  func named(_ word: String) -> ChartFile { ChartFile(path: "\(path.dropLast(4))-\(word).svg") }

  private init(path: String) { self.path = path }

  func checkWritable() throws { try AtomicFile.checkWritable(path) }
  func write(_ chart: LineChart) throws { try AtomicFile.write(Array(chart.svg().utf8), to: path) }
}
