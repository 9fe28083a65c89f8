import Notation

extension String {
  /// Filled with spaces to a width: on the right, or on the left when the width is negative.
  func padded(_ width: Int) -> String {
    let spaces = String(repeating: " ", count: max(0, abs(width) - count))
    return width < 0 ? spaces + self : self + spaces
  }
}

/// A number with so many decimals, with a point whatever the locale.
func decimal(_ value: Double, _ places: Int) -> String { NumberFormat.fixed(value, places: places, minus: "-") }
