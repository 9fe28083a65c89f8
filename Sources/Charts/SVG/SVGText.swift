import Notation

/// The small vocabulary of SVG that charts are written in.
package enum SVGText {
  /// A coordinate with at most one decimal, a tenth of a pixel, or another number with at most so many; below one it
  /// begins with its point. The number is finite.
  package static func number(_ value: Double, places: Int = 1) -> String {
    number(DecimalNumber(rounding: value, places: places))
  }

  private static func number(_ value: DecimalNumber) -> String {
    let text = value.trimmed.text(minus: "-")
    if text.hasPrefix("0.") { return String(text.dropFirst()) }
    return text.hasPrefix("-0.") ? "-" + text.dropFirst(2) : text
  }

  /// An element of words, at the baseline of its first line.
  static func words(
    _ text: String, x: Double, y: Double, size: Double, ink: SVGInk, anchor: String = "start", isBold: Bool = false
  ) -> String {
    let weight = isBold ? " font-weight=\"600\"" : ""
    let anchor = anchor == "start" ? "" : " text-anchor=\"\(anchor)\""
    return
      "<text \(ink.attributes) x=\"\(number(x))\" y=\"\(number(y))\" font-size=\"\(number(size))\"\(weight)\(anchor)>"
      + "\(Markup.escapedLine(text))</text>\n"
  }

  /// A straight line.
  static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ attributes: String = "") -> String {
    "<path d=\"M\(number(x1)) \(number(y1))L\(number(x2)) \(number(y2))\"\(attributes.isEmpty ? "" : " " + attributes)/>\n"
  }

  /// The data of a path along some places, relative to each other, because that is shorter.
  static func path(_ places: [Plot.Place], isContinued: Bool = false) -> String {
    var result = ""
    var last = (x: 0, y: 0)
    for (index, place) in places.enumerated() {
      let next = (x: Int((place.x * 10).rounded()), y: Int((place.y * 10).rounded()))
      if index == 0 {
        result += (isContinued ? "L" : "M") + pair(next.x, next.y)
      } else {
        // After the first letter, pairs of numbers without one are further lines.
        result += (index == 1 ? "l" : next.x < last.x ? "" : " ") + pair(next.x - last.x, next.y - last.y)
      }
      last = next
    }
    return result
  }

  private static func pair(_ x: Int, _ y: Int) -> String { tenths(x) + (y < 0 ? "" : " ") + tenths(y) }

  private static func tenths(_ value: Int) -> String { number(DecimalNumber(digits: value, exponent: -1)) }
}
