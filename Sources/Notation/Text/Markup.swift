/// Text that stands for itself in HTML, SVG and their attributes.
package enum Markup {
  /// Text in which nothing is taken for markup; line ends, tabs and control characters stay.
  package static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&#39;".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// The same in one line for a drawing: characters that XML forbids become spaces.
  package static func escapedLine(_ text: String) -> String { escaped(TextWidth.oneLine(text)) }
}
