import Notation

/// The cells of a terminal, each with a character and a colour.
struct CellGrid {
  /// How a cell is shown where colours are.
  enum Style: Hashable {
    case plain
    case strong
    case color(Int)
  }

  private struct Cell {
    /// Nil for the second half of a wide character before it.
    var character: Character? = " "
    var style = Style.plain
  }

  let columns: Int
  let rows: Int
  private var cells: [Cell]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: Cell(), count: columns * rows)
  }

  /// Writes a text into a row as far as it fits.
  mutating func write(_ text: String, column: Int, row: Int, style: Style = .plain) {
    guard row >= 0, row < rows else { return }
    var column = column
    for character in text {
      let width = TextWidth.cells(of: character)
      guard width > 0 else { continue }
      guard column + width <= columns else { return }
      if column >= 0 {
        cells[row * columns + column] = Cell(character: character, style: style)
        for second in 1..<max(1, width) {
          cells[row * columns + column + second] = Cell(character: nil, style: style)
        }
      }
      column += width
    }
  }

  /// The rows as lines without spaces at their ends, joined by line feeds.
  func text(color: Bool) -> String {
    (0..<rows).map { row in
      let line = cells[row * columns..<(row + 1) * columns]
      let end = line.lastIndex { $0.character != " " }.map { $0 + 1 } ?? line.startIndex
      var result = ""
      var style = Style.plain
      for cell in line[..<end] {
        if color, cell.style != style, cell.character != " " {
          result += CellGrid.escape(cell.style)
          style = cell.style
        }
        if let character = cell.character { result.append(character) }
      }
      return result + (style == .plain ? "" : CellGrid.escape(.plain))
    }.joined(separator: "\n")
  }

  private static func escape(_ style: Style) -> String {
    switch style {
    case .plain: "\u{1B}[0m"
    case .strong: "\u{1B}[0;1m"
    case .color(let index): "\u{1B}[0;38;5;\(index)m"
    }
  }
}
