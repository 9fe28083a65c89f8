import Notation

/// Numbers and the data of paths, as SVG writes them.
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

  /// A place as two numbers.
  static func pair(_ place: Place) -> String { "\(number(place.x)) \(number(place.y))" }

  /// The data of a path along some places, relative to each other, because that is shorter.
  static func path(_ places: [Place], isContinued: Bool = false) -> String {
    var result = ""
    var last = (x: 0, y: 0)
    for (index, place) in places.enumerated() {
      let next = (x: Int((place.x * 10).rounded()), y: Int((place.y * 10).rounded()))
      if index == 0 {
        result += (isContinued ? "L" : "M") + tenths(next.x, next.y)
      } else {
        // After the first letter, pairs of numbers without one are further lines.
        result += (index == 1 ? "l" : next.x < last.x ? "" : " ") + tenths(next.x - last.x, next.y - last.y)
      }
      last = next
    }
    return result
  }

  private static func tenths(_ x: Int, _ y: Int) -> String { tenths(x) + (y < 0 ? "" : " ") + tenths(y) }

  private static func tenths(_ value: Int) -> String { number(DecimalNumber(digits: value, exponent: -1)) }
}
