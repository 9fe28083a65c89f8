/// How wide words are, without a font to ask: by a table for pictures and by cells for terminals.
package enum TextWidth {
  /// The width in pixels in a common sans-serif of some size.
  ///
  /// The table leans to the wide side of the fonts that a page may choose, so that what fits by it fits in all.
  package static func pixels(_ text: String, size: Double, isBold: Bool = false) -> Double {
    let units = text.reduce(0.0) { $0 + width(of: $1) }
    return units * size * (isBold ? 1.1 : 1)
  }

  /// The number of cells in a terminal: two for East Asian signs and emoji, one for anything else.
  package static func cells(_ text: String) -> Int {
    text.reduce(0) { $0 + cells(of: $1) }
  }

  /// The number of cells of one character.
  package static func cells(of character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    if first.properties.generalCategory == .nonspacingMark || first.properties.generalCategory == .format { return 0 }
    return isWide(first) || character.unicodeScalars.contains { $0.value == 0xFE0F } ? 2 : 1
  }

  private static func width(of character: Character) -> Double {
    switch character {
    case "i", "j", "l", "'", "|", "\u{202F}": 0.27
    case "I", ".", ",", ":", ";", "!", "·", " ", "/", "\\": 0.33
    case "f", "t", "r", "(", ")", "[", "]", "-", "\"", "`", "*", "°": 0.39
    case "⁰", "¹", "²", "³", "⁴"..."⁹", "⁻": 0.42
    case "c", "k", "s", "v", "x", "y", "z", "J": 0.57
    case "0"..."9", "a", "b", "d", "e", "g", "h", "n", "o", "p", "q", "u", "L", "$", "?", "–": 0.63
    case "m", "M", "W", "w", "@", "%", "—", "…", "→", "×": 0.96
    case "A"..."Z", "−", "+", "=", "<", ">", "~", "&": 0.78
    default: cells(of: character) == 2 ? 1.05 : cells(of: character) == 0 ? 0 : 0.7
    }
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }

  /// The text without line breaks and control characters, which neither a terminal nor XML should get.
  package static func oneLine(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: result.append(" ")
      default: if scalar.value & 0xFFFE != 0xFFFE { result.append(scalar) }
      }
    }
    return String(result)
  }

  /// The beginning of a text that fits, with an ellipsis where something was left out. O(n log n).
  ///
  /// - width: grows with the text.
  package static func shortened(_ text: String, to limit: Double, width: (String) -> Double) -> String {
    if width(text) <= limit { return text }
    let characters = Array(text)
    // The first `least` characters fit, or are none; the first `most` do not.
    var (least, most) = (0, characters.count)
    while most - least > 1 {
      let middle = (least + most) / 2
      if width(String(characters[..<middle]) + "…") > limit { most = middle } else { least = middle }
    }
    var shown = String(characters[..<least])
    while shown.last == " " { shown.removeLast() }
    return shown.isEmpty ? "" : shown + "…"
  }
}
