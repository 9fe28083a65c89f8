/// The small vocabulary of SVG that charts are written in.
enum SVGText {
  /// Text in which nothing is taken for markup; characters that XML forbids become spaces.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in TextWidth.oneLine(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A coordinate with at most one decimal, a tenth of a pixel.
  static func number(_ value: Double) -> String { tenths(Int((value * 10).rounded())) }

  /// An element of words, at the baseline of its first line.
  static func words(
    _ text: String, x: Double, y: Double, size: Double, ink: Ink, anchor: String = "start", isBold: Bool = false
  ) -> String {
    let weight = isBold ? " font-weight=\"600\"" : ""
    let anchor = anchor == "start" ? "" : " text-anchor=\"\(anchor)\""
    return
      "<text \(ink.attributes) x=\"\(number(x))\" y=\"\(number(y))\" font-size=\"\(number(size))\"\(weight)\(anchor)>"
      + "\(escaped(text))</text>\n"
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

  private static func tenths(_ value: Int) -> String {
    let whole = Int(value.magnitude) / 10
    let rest = Int(value.magnitude) % 10
    let sign = value < 0 ? "-" : ""
    return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole == 0 ? "" : "\(whole)").\(rest)"
  }
}

/// A colour of a chart as the attributes of an element, for which the style sheet has a brighter one on dark pages.
struct Ink {
  var attributes: String

  static let title = Ink(attributes: "class=\"lc-ink\" fill=\"currentColor\" color=\"\(Palette.ink.base)\"")
  static let muted = Ink(attributes: "class=\"lc-muted\" fill=\"currentColor\" color=\"\(Palette.mutedInk.base)\"")

  /// The colour of a series or band, as the `currentColor` of its element.
  static func series(_ index: Int) -> Ink {
    let place = (index % Palette.series.count + Palette.series.count) % Palette.series.count
    return Ink(attributes: "class=\"lc-\(place)\" color=\"\(Palette.series[place].base)\"")
  }

  /// What changes on dark pages and in print. The same in every chart, so that several in one page agree.
  static let styleSheet: String = {
    let dark = Palette.series.enumerated().map { ".lc-\($0){color:\($1.dark)}" }.joined()
    return "<style>@media (prefers-color-scheme:dark){.lc-ink{color:\(Palette.ink.dark)}"
      + ".lc-muted{color:\(Palette.mutedInk.dark)}\(dark)}@media print{.lc-ink,.lc-muted{color:#000}}</style>\n"
  }()
}
