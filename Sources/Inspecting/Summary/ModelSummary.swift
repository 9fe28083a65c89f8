import Notation

/// One part of a model in its summary.
public struct SummaryRow: Equatable, Sendable {
  /// The part's name, as `LSTM 1`.
  public var name: String
  /// The shape of what it passes on, as `(samples, steps, 256)`.
  public var outputShape: String
  /// How many numbers it learns.
  public var parameters: Int

  /// A row of given values.
  public init(name: String, outputShape: String, parameters: Int) {
    (self.name, self.outputShape, self.parameters) = (name, outputShape, parameters)
  }
}

/// A model's parts with their shapes and parameters and the total, as a table of text lines.
public struct ModelSummary: Equatable, Sendable, CustomStringConvertible {
  /// The lines, none ending with a space.
  public let lines: [String]

  /// Aligns the rows: text to the left, numbers to the right.
  public init(_ rows: [SummaryRow]) {
    let total = rows.reduce(0) { $0 + $1.parameters }
    var cells = [("layer", "output shape", "parameters")]
    cells += rows.map { ($0.name, $0.outputShape, NumberFormat.grouped($0.parameters)) }
    cells.append(("total", "", NumberFormat.grouped(total)))
    let names = cells.map(\.0.count).max() ?? 0
    let shapes = cells.map(\.1.count).max() ?? 0
    let counts = cells.map(\.2.count).max() ?? 0
    func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
    var lines = cells.map { name, shape, count in
      name + spaces(names - name.count + 3) + shape + spaces(shapes - shape.count + 3)
        + spaces(counts - count.count) + count
    }
    let rule = String(repeating: "─", count: names + shapes + counts + 6)
    lines.insert(rule, at: 1)
    lines.insert(rule, at: lines.count - 1)
    self.lines = lines
  }

  /// The lines, each ended.
  public var description: String { lines.map { $0 + "\n" }.joined() }
}
