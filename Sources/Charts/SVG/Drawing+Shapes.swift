import Notation

extension Drawing {
  /// Whether a line has breaks.
  package enum Line: String {
    /// No breaks.
    case solid = ""
    /// Strokes.
    case dashed = "stroke-dasharray=\"5 4\""
  }

  /// Adds a line through some places, its corners rounded, with an arrowhead at the last when asked for.
  package mutating func line(
    _ places: [Place], _ ink: SVGInk, width: Double = 2, style: Line = .solid, arrow: Bool = false, radius: Double = 9
  ) {
    guard let first = places.first, let last = places.last, places.count > 1 else { return }
    let before = places[places.count - 2]
    var path = "M\(SVGText.pair(first))"
    for at in 1..<places.count - 1 {
      let corner = places[at]
      let reach = min(radius, places[at - 1].distance(to: corner) / 2, corner.distance(to: places[at + 1]) / 2)
      path += "L\(SVGText.pair(corner.moved(by: reach, towards: places[at - 1])))"
      path += "Q\(SVGText.pair(corner)) \(SVGText.pair(corner.moved(by: reach, towards: places[at + 1])))"
    }
    // The line ends inside the head, or its square end would blunt the tip.
    path += "L\(SVGText.pair(arrow ? last.moved(by: 6, towards: before) : last))"
    add(
      "path",
      [
        ink.attributes, "d=\"\(path)\"", "fill=\"none\"", "stroke=\"currentColor\"",
        "stroke-width=\"\(SVGText.number(width))\"", style.rawValue,
      ])
    if arrow { head(at: last, from: before, ink) }
  }

  /// Adds the head of an arrow, its tip at a place.
  private mutating func head(at tip: Place, from: Place, _ ink: SVGInk) {
    let back = tip.moved(by: 9, towards: from)
    let (across, along) = ((tip.y - back.y) / 9 * 4.5, (tip.x - back.x) / 9 * 4.5)
    let corners = [tip, Place(back.x + across, back.y - along), Place(back.x - across, back.y + along)]
    add("path", [ink.attributes, "d=\"\(Self.closed(corners))\"", "fill=\"currentColor\""])
  }

  /// Adds a box around a middle, lightly filled with its own colour.
  package mutating func box(
    middle: Place, width: Double, height: Double, _ ink: SVGInk, radius: Double = 8, fill: Double = 0.12
  ) {
    add(
      "rect",
      [
        ink.attributes, "x=\"\(SVGText.number(middle.x - width / 2))\"",
        "y=\"\(SVGText.number(middle.y - height / 2))\"", "width=\"\(SVGText.number(width))\"",
        "height=\"\(SVGText.number(height))\"", "rx=\"\(SVGText.number(radius))\"", Self.outlined(fill: fill),
      ])
  }

  /// Adds a filled dot, or a ring with a light filling.
  package mutating func circle(_ middle: Place, radius: Double, _ ink: SVGInk, fill: Double = 1) {
    add(
      "circle",
      [
        ink.attributes, "cx=\"\(SVGText.number(middle.x))\"", "cy=\"\(SVGText.number(middle.y))\"",
        "r=\"\(SVGText.number(radius))\"", Self.outlined(fill: fill),
      ])
  }

  /// Adds rings with a light filling, all alike, whose attributes are written once; `titles` may have one for each.
  package mutating func rings(
    _ middles: [Place], radius: Double, _ ink: SVGInk, fill: Double, titles: [String] = []
  ) {
    precondition(titles.isEmpty || titles.count == middles.count, "\(titles.count) titles of \(middles.count) rings")
    var rings = Drawing()
    for (at, middle) in middles.enumerated() {
      rings.add(
        "circle",
        [
          "cx=\"\(SVGText.number(middle.x))\"", "cy=\"\(SVGText.number(middle.y))\"",
          "r=\"\(SVGText.number(radius))\"",
        ], content: Self.content(titles.isEmpty ? nil : titles[at]))
    }
    group("\(ink.attributes) \(Self.outlined(fill: fill))", rings)
  }

  private static func outlined(fill: Double) -> String {
    "fill=\"currentColor\" fill-opacity=\"\(SVGText.number(fill, places: 2))\" stroke=\"currentColor\" "
      + "stroke-width=\"1.6\""
  }

  private static func content(_ title: String?) -> String? { title.map { "<title>\(Markup.escapedLine($0))</title>" } }

  private static func closed(_ corners: [Place]) -> String {
    "M\(corners.map(SVGText.pair).joined(separator: "L"))Z"
  }
}

extension Place {
  fileprivate func distance(to other: Place) -> Double {
    ((x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)).squareRoot()
  }

  fileprivate func moved(by length: Double, towards other: Place) -> Place {
    let fraction = length / max(distance(to: other), 1e-9)
    return Place(x + (other.x - x) * fraction, y + (other.y - y) * fraction)
  }
}
