/// Where the rows of a text begin, and in which lines.
///
/// Memory: a number a row, and two for each row that does not stand in the line behind the row above it.
struct RowPlaces: Sendable {
  /// The first byte of each row.
  private(set) var starts: [Int] = []
  /// The rows that do not stand in the line behind that of the row above, and their lines.
  private var breaks: [(row: Int, line: Int)] = []

  /// The number of rows.
  var count: Int { starts.count }

  mutating func append(_ start: Int, line: Int) {
    if breaks.isEmpty || self.line(breaks[breaks.count - 1], count) != line { breaks.append((count, line)) }
    starts.append(start)
  }

  mutating func removeLast() {
    starts.removeLast()
    if breaks.last?.row == count { breaks.removeLast() }
  }

  /// The line of a row. Cost: the logarithm of the number of breaks.
  func line(_ row: Int) -> Int {
    var (low, high) = (0, breaks.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if breaks[middle].row <= row { low = middle } else { high = middle }
    }
    return line(breaks[low], row)
  }

  private func line(_ beginning: (row: Int, line: Int), _ row: Int) -> Int { beginning.line + row - beginning.row }
}
