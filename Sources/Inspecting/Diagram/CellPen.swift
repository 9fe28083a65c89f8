import Charts

/// Draws the parts of a cell relative to the corner of its frame.
struct CellPen {
  var drawing: Drawing
  let origin: Place

  private func point(_ x: Double, _ y: Double) -> Place { .init(origin.x + x, origin.y + y) }

  mutating func line(
    _ points: [(Double, Double)], _ ink: SVGInk, width: Double = 2, style: Drawing.Line = .solid, arrow: Bool = false,
    radius: Double = 9
  ) {
    drawing.line(
      points.map { point($0.0, $0.1) }, ink, width: width, style: style, arrow: arrow, radius: radius)
  }

  /// Where a line branches.
  mutating func dot(_ x: Double, _ y: Double, _ ink: SVGInk) { drawing.circle(point(x, y), radius: 3, ink) }

  /// A variable with its time.
  mutating func symbol(
    _ name: String, index: String, x: Double, y: Double, _ ink: SVGInk, anchor: Drawing.Anchor = .start
  ) {
    drawing.symbol(name, index: index, at: point(x, y + 6), size: 19, ink, anchor: anchor)
  }

  /// A box with weights of its own: the sign of its function, if any, above its name.
  mutating func gate(_ sign: String?, _ name: String, x: Double, y: Double, _ ink: SVGInk, width: Double) {
    drawing.box(middle: point(x, y), width: width, height: 52, ink, fill: 0.14)
    if let sign { drawing.text(sign, at: point(x, y - 3), size: 18, ink, anchor: .middle) }
    drawing.text(name, at: point(x, sign == nil ? y + 5 : y + 16), size: 12, ink, anchor: .middle)
  }

  /// A function without weights.
  mutating func pill(_ text: String, x: Double, y: Double, _ ink: SVGInk) {
    drawing.box(middle: point(x, y), width: 68, height: 34, ink, radius: 17, fill: 0.14)
    drawing.text(text, at: point(x, y + 5), size: 15, ink, anchor: .middle)
  }

  mutating func product(_ x: Double, _ y: Double) {
    ring(x, y)
    line([(x - 5, y - 5), (x + 5, y + 5)], .text)
    line([(x - 5, y + 5), (x + 5, y - 5)], .text)
  }

  mutating func sum(_ x: Double, _ y: Double) {
    ring(x, y)
    line([(x - 7, y), (x + 7, y)], .text)
    line([(x, y - 7), (x, y + 7)], .text)
  }

  private mutating func ring(_ x: Double, _ y: Double) { drawing.circle(point(x, y), radius: 14, .text, fill: 0.1) }
}
