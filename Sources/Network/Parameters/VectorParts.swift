/// The floats of a vector that a step of training is about: all but those of tables, of which only the rows that were
/// read.
public struct VectorParts: Sendable {
  /// What every step is about, in order and as long as possible.
  public private(set) var always: [Range<Int>]
  /// The rows of tables, in the order in which they were first read.
  public private(set) var rows: [Range<Int>] = []
  /// For each row of the table whether it stands in `rows`.
  private var isRead: [Bool]
  private let table: ParameterHandle?

  /// All floats but those of tables.
  package init(_ layout: ParameterLayout) {
    let tables = layout.entries.filter { $0.change == .ofRowsRead }
    precondition(tables.count <= 1, "a network with \(tables.count) tables")
    table = tables.first?.handle
    var (ranges, start) = ([Range<Int>](), 0)
    if let table {
      ranges.append(0..<table.offset)
      start = table.offset + table.count
    }
    ranges.append(start..<layout.count)
    always = ranges.filter { !$0.isEmpty }
    isRead = [Bool](repeating: false, count: table?.rows ?? 0)
  }

  /// Adds rows of the table.
  mutating func add(rows indices: [Int32]) {
    guard let table else { return }
    for index in indices where !isRead[Int(index)] {
      isRead[Int(index)] = true
      rows.append(range(of: Int(index), in: table))
    }
  }

  /// Adds rows of the table that others have read, each given by its floats.
  package mutating func add(rows ranges: some Sequence<Range<Int>>) {
    guard let table else { return }
    add(rows: ranges.map { Int32(($0.lowerBound - table.offset) / table.columns) })
  }

  /// The same rows, beside another part of what every step is about.
  package func with(always ranges: [Range<Int>]) -> VectorParts {
    var parts = self
    parts.always = ranges
    return parts
  }

  /// Forgets which rows were read.
  package mutating func forgetRows() {
    guard let table else { return }
    for range in rows { isRead[(range.lowerBound - table.offset) / table.columns] = false }
    rows.removeAll(keepingCapacity: true)
  }

  private func range(of row: Int, in table: ParameterHandle) -> Range<Int> {
    let start = table.offset + row * table.columns
    return start..<start + table.columns
  }
}
