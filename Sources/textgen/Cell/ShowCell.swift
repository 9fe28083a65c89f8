import ArgumentParser
import Network
import Notation

/// `textgen cell`: the equations of a cell with numbers of one's own.
struct ShowCell: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cell",
    abstract: "Compute the steps of a cell with numbers of your own, equation by equation.",
    discussion: """
      textgen cell --input 0.4,0.5 --hidden 0.1,0.2,0.3
          one step of three cells that read two numbers; random weights
      textgen cell --input '0.4;-0.1;0.9' --cell peephole
          three steps of one cell, with the state carried on
      textgen cell --input 1 --weights 0.5,0.2,0.9,-0.3,0.1,0.4,0.3,0.2,0,1,0,0
          weights of your own: weight_ih, weight_hh, then bias, each gate by
          gate in the order i, f, g, o

      ∘ multiplies cell by cell; σ is the logistic function. The numbers come from the code that trains networks.
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The numbers that the cells read; a semicolon begins the next step, such as '0.4,0.5;0.1,0.2'.",
      valueName: "numbers"))
  var input: NumberRows

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("h before the first step, a number for each cell. (default: zeros)", valueName: "numbers"))
  var hidden: NumberRows?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("c before the first step, a number for each cell. (default: zeros)", valueName: "numbers"))
  var cellState: NumberRows?

  @Option(
    help: ArgumentHelp("The number of cells. (default: as many as --hidden or --cell-state has, or 1)", valueName: "n"))
  var hiddenSize: Int?

  @Option(help: "The kind of cell. (default: standard)")
  var cell: CellName?

  @Option(help: ArgumentHelp("Project h to this many numbers. (default: no projection)", valueName: "n"))
  var projectionSize: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("All weights, row by row. (default: drawn by --rng-seed)", valueName: "numbers"))
  var weights: NumberRows?

  @Option(help: ArgumentHelp("The number that fixes the weights that are drawn. (default: 1)", valueName: "n"))
  var rngSeed: UInt64?

  @Flag(help: "Write the weights and each step as a JSON object.")
  var json = false

  func validate() throws {
    guard Set(input.rows.map(\.count)).count == 1 else {
      throw ValidationError(
        "every step of --input has to have as many numbers as the first one, \(input.rows[0].count)")
    }
    for (name, value) in [("--hidden", hidden), ("--cell-state", cellState)] where (value?.rows.count ?? 1) > 1 {
      throw ValidationError("\(name) is the state before the first step alone; give one row of numbers")
    }
    if weights != nil && rngSeed != nil {
      throw ValidationError("--rng-seed draws the weights; leave out --rng-seed or --weights")
    }
    if let cell, projectionSize != nil, ![.gated(.init()), .gated(.coupled)].contains(cell.kind) {
      throw ValidationError("--projection-size goes with --cell standard and --cell coupled")
    }
    guard (1...Self.mostCells).contains(size) else {
      throw ValidationError(
        "these would be \(counted(size, "cell")); --hidden-size, --cell-state, --hidden and --projection-size may ask for "
          + "1 to \(Self.mostCells)")
    }
    do {
      _ = try problem()
    } catch let error as NetworkError {
      throw ValidationError(Failure.line(for: error))
    }
  }

  /// As many as a table can show.
  private static let mostCells = 64

  /// What is asked for, with numbers that fit the cells.
  private func problem() throws -> Problem {
    let calculation = try CellCalculation(kind, inputSize: input.rows[0].count, size: size)
    return Problem(
      calculation: calculation, hidden: try state(hidden, calculation.hiddenSize, "--hidden"),
      cell: try state(cellState, size, "--cell-state"), weights: try usedWeights(calculation))
  }

  private struct Problem {
    let calculation: CellCalculation
    let hidden, cell, weights: [Float]
  }

  func run() throws {
    Terminal.ignoreBrokenPipes()
    let problem = try problem()
    let steps = problem.calculation.steps(
      inputs: input.rows, hidden: problem.hidden, cell: problem.cell, weights: problem.weights)
    let table = CellTable(
      cell: cell?.name ?? "standard", size: size,
      source: weights == nil ? "drawn by --rng-seed \(rngSeed ?? 1)" : "given",
      weights: problem.calculation.named(problem.weights))
    if json { return try table.writeJSON(steps) }
    for line in table.lines(steps) { try Terminal.print(line) }
  }

  private var kind: CellKind {
    let kind = cell?.kind ?? .gated(.init())
    return projectionSize.map { .projected(kind.variant, size: $0) } ?? kind
  }

  /// H; the numbers of --hidden say it unless they are projected.
  private var size: Int {
    hiddenSize ?? cellState?.rows[0].count ?? (projectionSize == nil ? hidden?.rows[0].count : nil)
      ?? (projectionSize.map { $0 + 1 } ?? 1)
  }

  private func state(_ given: NumberRows?, _ count: Int, _ name: String) throws(ValidationError) -> [Float] {
    guard let row = given?.rows[0] else { return [Float](repeating: 0, count: count) }
    guard row.count == count else {
      throw ValidationError("\(name) has \(counted(row.count, "number")), and \(counted(count, "number")) would fit")
    }
    return row
  }

  private func usedWeights(_ calculation: CellCalculation) throws(ValidationError) -> [Float] {
    guard let weights else { return calculation.weights(rngSeed: rngSeed ?? 1) }
    let numbers = Array(weights.rows.joined())
    guard numbers.count == calculation.weightCount else {
      let shapes = calculation.shapes.map { "\($0.name) \($0.shape.map(String.init).joined(separator: " × "))" }
      throw ValidationError(
        "--weights has \(numbers.count) numbers, and these cells have \(calculation.weightCount): "
          + shapes.joined(separator: ", "))
    }
    return numbers
  }
}

/// Rows of numbers on the command line: `0.4,0.5;0.1,0.2`.
struct NumberRows: ExpressibleByArgument {
  let rows: [[Float]]

  init?(argument: String) {
    var rows: [[Float]] = []
    for row in argument.split(whereSeparator: { $0 == ";" || $0.isNewline }) {
      let words = row.split(separator: ",", omittingEmptySubsequences: false)
      let numbers = words.compactMap { Float($0.filter { $0 != " " }) }.filter(\.isFinite)
      guard numbers.count == words.count else { return nil }
      rows.append(numbers)
    }
    guard !rows.isEmpty else { return nil }
    self.rows = rows
  }
}
