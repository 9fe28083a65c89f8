import Notation
import TextEncoding

/// A character as the page shows it: a sign where it has no shape of its own, and what it does to the line.
struct VisibleCharacter {
  /// Shown pale, because it stands for something else.
  var sign = ""
  /// Shown as it is.
  var text = ""

  init(_ character: String) {
    switch character {
    case "": sign = "∅"
    case "\r\n": (sign, text) = ("␍⏎", "\n")
    // A carriage return of its own would be another line break to the browser.
    case "\r": sign = "␍"
    case "\n", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}": (sign, text) = ("⏎", "\n")
    case "\t": (sign, text) = ("⇥", "\t")
    default:
      let scalars = character.unicodeScalars
      if scalars.allSatisfy(Self.isInvisible) {
        sign = scalars.map(Self.name).joined()
      } else {
        // A lone mark would sit on its neighbour.
        if let first = scalars.first, Self.isMark(first) { sign = "◌" }
        text = String(String.UnicodeScalarView(scalars.filter { !Self.isDangerous($0) }))
      }
    }
  }

  var html: String { (sign.isEmpty ? "" : "<i>\(Markup.escaped(sign))</i>") + Markup.escaped(text) }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  /// Controls, and format characters such as those that turn the direction of what follows.
  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .unassigned, .privateUse, .surrogate, .lineSeparator, .paragraphSeparator: true
    default: scalar.properties.isVariationSelector
    }
  }

  /// Inside a cluster the joiners and tags of emoji are at home, and nothing else that is invisible.
  private static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
    isInvisible(scalar) && !scalar.properties.isVariationSelector
      && ![0x200C, 0x200D].contains(scalar.value) && !(0xE0020...0xE007F).contains(scalar.value)
  }

  private static func name(_ scalar: Unicode.Scalar) -> String {
    if scalar.value < 0x20, let picture = Unicode.Scalar(0x2400 + scalar.value) { return String(Character(picture)) }
    if scalar.value == 0x7F { return "␡" }
    return "[U+\(hexadecimal(scalar.value, digits: 4))]"
  }
}
