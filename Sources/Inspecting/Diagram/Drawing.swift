import Notation
import Charts

/// An SVG under construction, in shapes that every viewer and converter knows: no markers, no identifiers, so that
/// several drawings fit into one page.
struct Drawing {
  struct Point {
    var x, y: Double
    init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
  }

  enum Anchor: String { case start, middle, end }
  enum Line: String {
    case solid = "", dashed = " stroke-dasharray=\"5 4\"", dotted =
      " stroke-dasharray=\"1.5 4\" stroke-linecap=\"round\""
  }

  private var elements: [String] = []

  /// A line through some points, its corners rounded, with an arrowhead at the last when asked for.
  mutating func line(
    _ points: [Point], _ ink: Ink, width: Double = 2, style: Line = .solid, arrow: Bool = false, radius: Double = 9
  ) {
    guard let first = points.first, let last = points.last, points.count > 1 else { return }
    let before = points[points.count - 2]
    var path = "M\(Self.pair(first))"
    for at in 1..<points.count - 1 {
      let corner = points[at]
      let reach = min(radius, Self.distance(points[at - 1], corner) / 2, Self.distance(corner, points[at + 1]) / 2)
      path += "L\(Self.pair(Self.from(corner, towards: points[at - 1], reach)))"
      path += "Q\(Self.pair(corner)) \(Self.pair(Self.from(corner, towards: points[at + 1], reach)))"
    }
    // The line ends inside the head, or its square end would blunt the tip.
    path += "L\(Self.pair(arrow ? Self.from(last, towards: before, 6) : last))"
    elements.append(
      "<path class=\"tg-\(ink.rawValue)\" d=\"\(path)\" fill=\"none\" stroke=\"currentColor\" "
        + "stroke-width=\"\(SVGText.number(width))\"\(style.rawValue)/>")
    if arrow { head(at: last, from: before, ink) }
  }

  /// An arrow's head, its tip at a point.
  mutating func head(at tip: Point, from: Point, _ ink: Ink) {
    let back = Self.from(tip, towards: from, 9)
    let (across, along) = ((tip.y - back.y) / 9 * 4.5, (tip.x - back.x) / 9 * 4.5)
    let corners = [tip, Point(back.x + across, back.y - along), Point(back.x - across, back.y + along)]
    elements.append(
      "<path class=\"tg-\(ink.rawValue)\" d=\"\(Self.closed(corners))\" fill=\"currentColor\"/>"
    )
  }

  /// A box around a middle, lightly filled with its own colour.
  mutating func box(
    middle: Point, width: Double, height: Double, _ ink: Ink, radius: Double = 8, fill: Double = 0.12,
    style: Line = .solid
  ) {
    elements.append(
      "<rect class=\"tg-\(ink.rawValue)\" x=\"\(SVGText.number(middle.x - width / 2))\" y=\"\(SVGText.number(middle.y - height / 2))\" "
        + "width=\"\(SVGText.number(width))\" height=\"\(SVGText.number(height))\" rx=\"\(SVGText.number(radius))\" fill=\"currentColor\" "
        + "fill-opacity=\"\(SVGText.number(fill, places: 2))\" stroke=\"currentColor\" stroke-width=\"1.6\"\(style.rawValue)/>"
    )
  }

  /// A filled dot, or a ring with a light filling.
  mutating func circle(_ middle: Point, radius: Double, _ ink: Ink, fill: Double = 1, title: String? = nil) {
    let shape =
      "<circle class=\"tg-\(ink.rawValue)\" cx=\"\(SVGText.number(middle.x))\" cy=\"\(SVGText.number(middle.y))\" r=\"\(SVGText.number(radius))\" "
      + "fill=\"currentColor\" fill-opacity=\"\(SVGText.number(fill, places: 2))\" stroke=\"currentColor\" stroke-width=\"1.6\""
    elements.append(shape + Self.closing("circle", title: title))
  }

  /// A closed polygon with a light filling.
  mutating func polygon(_ corners: [Point], _ ink: Ink, fill: Double, title: String? = nil) {
    let shape =
      "<path class=\"tg-\(ink.rawValue)\" d=\"\(Self.closed(corners))\" fill=\"currentColor\" "
      + "fill-opacity=\"\(SVGText.number(fill, places: 2))\" stroke=\"currentColor\" stroke-width=\"1.6\""
    elements.append(shape + Self.closing("path", title: title))
  }

  /// A line of text; `y` is its base line. `index` is set small and low behind it, as in a variable's time.
  mutating func text(
    _ text: String, index: String = "", at point: Point, size: Double = 14, _ ink: Ink = .text,
    anchor: Anchor = .start, isBold: Bool = false, turned: Double = 0
  ) {
    let turn =
      turned == 0
      ? "" : " transform=\"rotate(\(SVGText.number(turned)) \(SVGText.number(point.x)) \(SVGText.number(point.y)))\""
    let body =
      index.isEmpty
      ? Markup.escapedLine(text)
      : "<tspan font-style=\"italic\">\(Markup.escapedLine(text))</tspan>"
        + "<tspan dx=\"1\" dy=\"\(SVGText.number(size * 0.25))\" font-size=\"\(SVGText.number(size * 0.72))\">"
        + "\(Markup.escapedLine(index))</tspan>"
    elements.append(
      "<text class=\"tg-label tg-\(ink.rawValue)\" x=\"\(SVGText.number(point.x))\" y=\"\(SVGText.number(point.y))\" "
        + "font-size=\"\(SVGText.number(size))\" text-anchor=\"\(anchor.rawValue)\"\(isBold ? " font-weight=\"600\"" : "") "
        + "fill=\"currentColor\"\(turn)>\(body)</text>")
  }

  /// The finished drawing; `title` is what a reader who does not see it is told.
  func svg(width: Double, height: Double, title: String) -> String {
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(SVGText.number(width)) \(SVGText.number(height))\" "
      + "width=\"\(SVGText.number(width))\" height=\"\(SVGText.number(height))\" role=\"img\" style=\"\(SVGInk.colorScheme)\">\n<title>\(Markup.escapedLine(title))</title>\n"
      + "<style>\(Ink.style)</style>\n" + elements.joined(separator: "\n") + "\n</svg>\n"
  }

  private static func closing(_ name: String, title: String?) -> String {
    title.map { "><title>\(Markup.escapedLine($0))</title></\(name)>" } ?? "/>"
  }
  private static func pair(_ point: Point) -> String { "\(SVGText.number(point.x)) \(SVGText.number(point.y))" }
  private static func closed(_ corners: [Point]) -> String { "M\(corners.map(pair).joined(separator: "L"))Z" }
  private static func distance(_ a: Point, _ b: Point) -> Double {
    ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot()
  }
  private static func from(_ a: Point, towards b: Point, _ length: Double) -> Point {
    let share = length / max(distance(a, b), 1e-9)
    return Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)
  }
}
