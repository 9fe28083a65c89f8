import Charts
import Kernels
import Notation

/// One cell: its state runs along the top, what it reads along the bottom, and the gates stand between.
///
///     c[t−1] ───×────────────+──────────┬── c[t]
///               │            │        tanh
///               │      i ────×       o ─×
///               f            g          │
///     h[t−1], x[t] ──────────────       └── h[t]
struct CellFigure {
  /// Heights within the frame.
  enum Row {
    static let state = 56.0, entry = 146.0, peephole = 194.0, gate = 246.0, reading = 322.0, recurrence = 350.0
  }
  static let (boxWidth, boxHeight, step) = (106.0, 52.0, 124.0)
  private static let (head, foot) = (58.0, 86.0)
  static let (stub, right) = (44.0, 90.0)

  let cell: CellVariant
  private let title: String
  private let caption: [String]
  /// Room on the left for the names of what enters.
  private let left: Double
  /// The columns' middles from the frame's left edge; nil for a gate that is not drawn.
  let forgetX, inputX, outputX: Double?
  let candidateX, showX: Double
  let frame: Place
  let width: Double
  let height: Double

  init(_ cell: CellVariant, title: String) {
    precondition(cell.forgetGate != .coupled || cell.hasInputGate, "a forget gate coupled to no input gate")
    (self.cell, self.title) = (cell, title)
    caption = Self.caption(cell)
    let recurrenceWidth =
      cell.hasFullGateRecurrence ? TextWidth.pixels(cell.gateNames.joined(separator: ", ") + "t−1", size: 18) : 0
    left = Self.stub + 12 + max(46, recurrenceWidth)
    var next = 98.0
    func column(_ isDrawn: Bool) -> Double? {
      defer { if isDrawn { next += Self.step } }
      return isDrawn ? next : nil
    }
    forgetX = column(cell.forgetGate != .none)
    inputX = column(cell.hasInputGate)
    candidateX = next
    next += Self.step
    outputX = column(cell.hasOutputGate)
    showX = next - (cell.hasOutputGate ? 22 : 10)
    let bottom = cell.hasFullGateRecurrence ? Row.recurrence : Row.reading
    frame = .init(showX + 52, bottom + 34)
    let captions = caption.map { TextWidth.pixels($0, size: 13) }.max() ?? 0
    let titles = max(
      TextWidth.pixels(title, size: 17, isBold: true),
      TextWidth.pixels(cell.peculiarities.joined(separator: ", "), size: 14))
    width = left + max(frame.x + Self.right, captions, titles)
    height = Self.head + frame.y + Self.foot + Double(caption.count) * 20
  }

  private static func caption(_ cell: CellVariant) -> [String] {
    var lines = ["Every box with a name weighs x and h with numbers of its own."]
    if cell.hasInputGate || cell.forgetGate == .own || cell.hasOutputGate {
      lines.append("σ squeezes to 0 … 1: how far a gate is open.")
    }
    if cell.hasPeepholes { lines.append("Dashed: peepholes, through which the gates see the cell.") }
    if cell.hasFullGateRecurrence { lines.append("The gates also see all gates of the step before.") }
    return lines
  }

  func draw(in drawing: inout Drawing, at corner: Place) {
    let origin = Place(corner.x + left, corner.y + Self.head)
    drawing.text(title, at: .init(origin.x, corner.y + 16), size: 17, .text, isBold: true)
    let peculiarities = cell.peculiarities.joined(separator: ", ")
    drawing.text(
      peculiarities.isEmpty ? "the standard LSTM" : peculiarities, at: .init(origin.x, corner.y + 40), .faint)
    drawing.box(
      middle: .init(origin.x + frame.x / 2, origin.y + frame.y / 2), width: frame.x, height: frame.y, .flow, radius: 18,
      fill: 0.04)
    var pen = CellPen(drawing: drawing, origin: origin)
    drawState(&pen)
    drawReading(&pen)
    drawForgetGate(&pen)
    drawEntry(&pen)
    drawShown(&pen)
    if cell.hasPeepholes { drawPeepholes(&pen) }
    if cell.hasFullGateRecurrence { drawRecurrence(&pen) }
    drawing = pen.drawing
    for (row, line) in caption.enumerated() {
      drawing.text(line, at: .init(origin.x, origin.y + frame.y + Self.foot + 8 + Double(row) * 20), size: 13, .faint)
    }
  }
}
