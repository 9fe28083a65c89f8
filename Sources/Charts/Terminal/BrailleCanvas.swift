/// A plane of dots, two by four in each cell of a terminal, written as the characters of Braille.
struct BrailleCanvas {
  let columns: Int
  let rows: Int
  /// The dots of each cell, row by row, as the bits of its character.
  private var cells: [UInt8]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: 0, count: columns * rows)
  }

  /// The dots of a cell; 0 for none.
  subscript(column: Int, row: Int) -> UInt8 { cells[row * columns + column] }

  /// Sets the dot at a place; one beyond the edge is left out.
  mutating func set(_ x: Int, _ y: Int) {
    guard x >= 0, y >= 0, x < columns * 2, y < rows * 4 else { return }
    cells[y / 4 * columns + x / 2] |= BrailleCanvas.bit(x % 2, y % 4)
  }

  /// Draws a line through some places, of which only the first `on` dots of every `period` are set.
  mutating func draw(_ places: [Place], on: Int = 1, period: Int = 1) {
    var count = 0
    var last: (x: Int, y: Int)?
    for place in places {
      let next = (x: Int(place.x.rounded()), y: Int(place.y.rounded()))
      let start = last ?? next
      let steps = max(abs(next.x - start.x), abs(next.y - start.y))
      for step in 0...steps where step > 0 || last == nil {
        let way = steps == 0 ? 0 : Double(step) / Double(steps)
        if count % period < on {
          set(
            start.x + Int((Double(next.x - start.x) * way).rounded()),
            start.y + Int((Double(next.y - start.y) * way).rounded()))
        }
        count += 1
      }
      last = next
    }
  }

  /// Fills the space between two lines that have their places above one another with sparse dots, the same in each
  /// cell. Another `variant` has other dots, so that one band within another is denser.
  mutating func fill(upper: [Place], lower: [Place], variant: Int) {
    for index in upper.indices {
      let next = min(index + 1, upper.count - 1)
      let from = Int(upper[index].x.rounded())
      for x in from...max(from, Int(upper[next].x.rounded())) {
        let span = upper[next].x - upper[index].x
        let way = span > 0 ? min(1, max(0, (Double(x) - upper[index].x) / span)) : 0
        let top = upper[index].y + (upper[next].y - upper[index].y) * way
        let bottom = lower[index].y + (lower[next].y - lower[index].y) * way
        for y in Int(top.rounded())...max(Int(top.rounded()), Int(bottom.rounded())) {
          if BrailleCanvas.bandDots(variant) & BrailleCanvas.bit(x % 2, y & 3) != 0 { set(x, y) }
        }
      }
    }
  }

  /// The dots of a cell within a band.
  static func bandDots(_ variant: Int) -> UInt8 {
    variant % 2 == 0 ? bit(0, 0) | bit(1, 2) : bit(1, 0) | bit(0, 2)
  }

  /// The character of some dots.
  static func character(_ dots: UInt8) -> Character { Character(Unicode.Scalar(0x2800 + UInt32(dots))!) }

  /// Braille numbers the upper six dots down the columns; the lowest two came later.
  private static func bit(_ x: Int, _ y: Int) -> UInt8 {
    y < 3 ? 1 << UInt8(x * 3 + y) : 1 << UInt8(6 + x)
  }
}
