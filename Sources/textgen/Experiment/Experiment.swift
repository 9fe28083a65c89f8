import ArgumentParser

/// `textgen experiment`: what networks can learn to remember, and what kinds of cells are worth.
struct Experiment: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Repeat experiments on what recurrent networks can learn, each a table and a few minutes.",
    discussion: """
      textgen experiment truncation --output truncation.svg
          how far back gradients have to reach
      textgen experiment long-lag
          one symbol remembered over 100 and over 500 steps
      textgen experiment variants corpus.txt --time 10s
          every kind of cell for the same seconds
      """,
    subcommands: [TruncationCommand.self, LongLagCommand.self, VariantsCommand.self])
}

/// What the experiments share.
struct ExperimentOptions: ParsableArguments {
  @OptionGroup var threads: ThreadOptions

  @Flag(help: "Write one JSON object for each training instead of a table.")
  var json = false
}

/// A Markdown table whose rows appear as they are known, and on a terminal how far the next one has come.
final class GrowingTable {
  private let isQuiet: Bool
  private let live = LiveProgress()

  /// Writes the heading.
  init(_ columns: [String], isShown: Bool) throws {
    isQuiet = !isShown
    try row(columns)
    if isShown { try Terminal.print("|" + columns.map { _ in "--:|" }.joined()) }
  }

  /// Writes a row.
  func row(_ cells: [String]) throws {
    live.clear()
    if !isQuiet { try Terminal.print("| " + cells.joined(separator: " | ") + " |") }
  }

  /// What is being trained, and the part of it that is done.
  func progress(_ what: String, _ fraction: Double) { live.show(what, fraction) }
}

/// Whole numbers on the command line: `4,8,16`.
struct IntegerList: ExpressibleByArgument {
  let numbers: [Int]

  init(_ numbers: [Int]) { self.numbers = numbers }

  init?(argument: String) {
    let words = argument.split(separator: ",", omittingEmptySubsequences: false)
    numbers = words.compactMap { Int($0) }
    guard numbers.count == words.count, !numbers.isEmpty else { return nil }
  }

  var defaultValueDescription: String { numbers.map(String.init).joined(separator: ",") }
}
