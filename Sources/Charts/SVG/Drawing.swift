import Notation

/// An SVG picture under construction.
///
/// Goals, in order: every viewer and converter shows it, hence no markers and no custom properties; several pictures fit
/// into one page, hence no identifiers; small files; the same picture has the same bytes.
package struct Drawing {
  /// What all pictures of a kind have in common beside their colour scheme.
  package struct Style {
    /// Attributes of the root, as `font-family="serif"`.
    package var attributes: String
    /// Declarations in the root's own style, as `height:auto`.
    package var declarations: [String]
    /// The rules of the style sheet.
    package var rules: String

    /// A style from its parts.
    package init(attributes: String, declarations: [String] = [], rules: String) {
      (self.attributes, self.declarations, self.rules) = (attributes, declarations, rules)
    }
  }

  /// Which part of a line of text stands at its place.
  package enum Anchor: String {
    /// The line begins there.
    case start
    /// The line's middle.
    case middle
    /// The line ends there.
    case end
  }

  private var elements = ""

  /// A picture of nothing.
  package init() {}

  /// Adds an element; `content` is SVG already, and attributes are written as `x="3"`.
  mutating func add(_ name: String, _ attributes: [String], content: String? = nil) {
    elements += "<" + ([name] + attributes.filter { !$0.isEmpty }).joined(separator: " ")
    elements += content.map { ">\($0)</\(name)>\n" } ?? "/>\n"
  }

  /// Adds a path along SVG's own data.
  mutating func path(_ data: String, _ attributes: String) { add("path", [attributes, "d=\"\(data)\""]) }

  /// Adds a straight line.
  mutating func rule(_ from: Place, _ to: Place, _ attributes: String = "") {
    add("path", ["d=\"M\(SVGText.pair(from))L\(SVGText.pair(to))\"", attributes])
  }

  /// Adds all of another picture.
  mutating func append(_ other: Drawing) { elements += other.elements }

  /// Adds another picture as a group, whose attributes hold for all in it.
  mutating func group(_ attributes: String, _ content: Drawing) {
    elements += "<g \(attributes)>\n\(content.elements)</g>\n"
  }

  /// Adds a line of text with its base line at a place; `turned` is in degrees, clockwise.
  package mutating func text(
    _ text: String, at place: Place, size: Double = 14, _ ink: SVGInk, anchor: Anchor = .start, isBold: Bool = false,
    turned: Double = 0
  ) {
    let turn = turned == 0 ? "" : "transform=\"rotate(\(SVGText.number(turned)) \(SVGText.pair(place)))\""
    add(
      "text",
      Self.textAttributes(place, size: size, ink) + [
        isBold ? "font-weight=\"600\"" : "", Self.attribute(anchor), turn,
      ], content: Markup.escapedLine(text))
  }

  /// Adds a variable: its name, and behind it an index, small and low, such as its time.
  package mutating func symbol(
    _ name: String, index: String, at place: Place, size: Double, _ ink: SVGInk, anchor: Anchor = .start
  ) {
    add(
      "text", Self.textAttributes(place, size: size, ink) + [Self.attribute(anchor)],
      content: "<tspan font-style=\"italic\">\(Markup.escapedLine(name))</tspan>"
        + "<tspan dx=\"1\" dy=\"\(SVGText.number(size * 0.25))\" font-size=\"\(SVGText.number(size * 0.72))\">"
        + "\(Markup.escapedLine(index))</tspan>")
  }

  private static func textAttributes(_ place: Place, size: Double, _ ink: SVGInk) -> [String] {
    [
      ink.wordAttributes, "x=\"\(SVGText.number(place.x))\"", "y=\"\(SVGText.number(place.y))\"",
      "font-size=\"\(SVGText.number(size))\"",
    ]
  }

  private static func attribute(_ anchor: Anchor) -> String {
    anchor == .start ? "" : "text-anchor=\"\(anchor.rawValue)\""
  }

  /// The finished picture; title and description are what a reader who does not see it is told.
  package func svg(
    width: Double, height: Double, title: String, description: String? = nil, style: Style
  ) -> String {
    let (width, height) = (SVGText.number(width), SVGText.number(height))
    // On the root and not in the style sheet, which a page around the picture would share. Tells a browser that shows
    // the picture by itself to put it on a ground that suits its colours.
    let declarations = (["color-scheme:light dark"] + style.declarations).joined(separator: ";")
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"\(width)\" height=\"\(height)\" "
      + "viewBox=\"0 0 \(width) \(height)\" \(style.attributes) style=\"\(declarations)\">\n"
      + "<title>\(Markup.escapedLine(title))</title>\n"
      + (description.map { "<desc>\(Markup.escapedLine($0))</desc>\n" } ?? "")
      + "<style>\(style.rules)</style>\n\(elements)</svg>\n"
  }
}
