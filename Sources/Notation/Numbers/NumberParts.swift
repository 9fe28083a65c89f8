/// A cell taken apart around its digits: the sign, the runs of digits with the marks between them, the exponent, the unit.
struct NumberParts {
  /// The currency, unit or percent sign.
  private(set) var unit = ""
  private var isNegative = false
  private var runs: [String] = []
  /// One fewer than runs, or as many where a mark is the last sign.
  private var marks: [Unicode.Scalar] = []
  private var exponent = ""

  /// Nil of a cell that has no digits, or other things than a number before or after them.
  init?(_ text: String) {
    var scalars = Array(text.unicodeScalars)[...]
    NumberParts.trim(&scalars)
    // A spreadsheet marks text so.
    if scalars.starts(with: "=\"".unicodeScalars), scalars.last == "\"" { scalars = scalars.dropFirst(2).dropLast() }
    if scalars.first == "'" { scalars = scalars.dropFirst() }
    guard let start = NumberParts.firstDigit(scalars) else { return nil }
    let end = readCore(scalars, from: start)
    guard var before = String(scalars[..<start]).unsigned, var after = String(scalars[end...]).unsigned,
      // A sign that stands between digits and a word is that of a date, as in 1-Jan.
      after.signs == 0 || "-−–".unicodeScalars.contains(scalars[scalars.endIndex - 1])
    else { return nil }
    if before.text.first == "(" || before.text.last == "(" {
      guard before.signs + after.signs == 0, after.text.first == ")" || after.text.last == ")" else { return nil }
      before = (before.text.filter { $0 != "(" }.trimmed, 1, true)
      after.text = after.text.filter { $0 != ")" }.trimmed
    }
    guard before.signs + after.signs <= 1, !(after.signs == 1 && !after.isNegative) else { return nil }
    isNegative = before.isNegative || after.isNegative
    guard before.text.isEmpty || Currency.isSign(before.text), after.text.isEmpty || Currency.isUnit(after.text) else {
      return nil
    }
    unit = before.text + after.text
  }

  /// The finite number, if this is the decimal mark.
  func value(_ mark: DecimalMark) -> Double? {
    let decimals = marks.indices.filter { marks[$0].value == UInt32(mark.byte) }
    guard decimals.count <= 1, decimals.first.map({ $0 == marks.count - 1 }) ?? (marks.count < runs.count) else {
      return nil
    }
    let fraction = decimals.isEmpty || marks.count == runs.count ? "" : runs[runs.count - 1]
    let whole = decimals.isEmpty ? runs[...] : runs[..<marks.count]
    guard areGroups(whole, apart: decimals.isEmpty ? marks[...] : marks.dropLast()) else { return nil }
    let text = (isNegative ? "-" : "") + whole.joined() + "." + fraction + (exponent.isEmpty ? "" : "e" + exponent)
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }

  /// Whether runs of digits are one run, or groups of three, or of two and then three, with one mark between all.
  private func areGroups(_ runs: ArraySlice<String>, apart marks: ArraySlice<Unicode.Scalar>) -> Bool {
    guard let mark = marks.first, let first = runs.first, let last = runs.last else { return true }
    guard exponent.isEmpty, marks.allSatisfy({ NumberParts.width($0) == NumberParts.width(mark) }),
      (1...3).contains(first.utf8.count), first.utf8.first != UInt8(ascii: "0"), last.utf8.count == 3
    else { return false }
    let inner = runs.dropFirst().dropLast()
    return inner.allSatisfy { $0.utf8.count == 3 }
      || mark == "," && first.utf8.count <= 2 && inner.allSatisfy { $0.utf8.count == 2 }
  }

  /// Spaces of all widths are one mark, and so are apostrophes.
  private static func width(_ mark: Unicode.Scalar) -> Unicode.Scalar {
    mark == "’" ? "'" : mark.properties.isWhitespace ? " " : mark
  }

  /// Reads runs of digits, marks and exponent; the result is the place behind them.
  private mutating func readCore(_ scalars: ArraySlice<Unicode.Scalar>, from start: Int) -> Int {
    var (place, run) = (start, "")
    func isDigit(_ place: Int) -> Bool { place < scalars.endIndex && NumberParts.isDigit(scalars[place]) }
    while place < scalars.endIndex {
      let scalar = scalars[place]
      if NumberParts.isDigit(scalar) {
        run.unicodeScalars.append(scalar)
      } else if NumberParts.isMark(scalar), isDigit(place + 1) || (scalar == "." || scalar == ",") && !run.isEmpty {
        runs.append(run)
        marks.append(scalar)
        run = ""
      } else {
        break
      }
      place += 1
    }
    if !run.isEmpty { runs.append(run) }
    guard place < scalars.endIndex, "eEdD".unicodeScalars.contains(scalars[place]) else { return place }
    let sign = place + 1 < scalars.endIndex && "+-−".unicodeScalars.contains(scalars[place + 1]) ? 1 : 0
    guard isDigit(place + 1 + sign) else { return place }
    if sign == 1 { exponent = scalars[place + 1] == "+" ? "" : "-" }
    place += 1 + sign
    while isDigit(place) {
      exponent.unicodeScalars.append(scalars[place])
      place += 1
    }
    return place
  }

  /// The first digit, or the decimal mark right before it.
  private static func firstDigit(_ scalars: ArraySlice<Unicode.Scalar>) -> Int? {
    guard let digit = scalars.firstIndex(where: isDigit) else { return nil }
    let hasMark = digit > scalars.startIndex && (scalars[digit - 1] == "." || scalars[digit - 1] == ",")
    // The point of "Rs.5" ends a word.
    return hasMark && (digit - 1 == scalars.startIndex || !scalars[digit - 2].properties.isAlphabetic)
      ? digit - 1 : digit
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ".", ",", "'", "’", "_", " ": true
    default: !scalar.isASCII && scalar.properties.isWhitespace
    }
  }

  /// Takes off the white space around a text.
  fileprivate static func trim(_ scalars: inout ArraySlice<Unicode.Scalar>) {
    scalars = scalars.drop { $0.properties.isWhitespace }
    while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
  }
}

extension String {
  fileprivate init(_ scalars: ArraySlice<Unicode.Scalar>) {
    self.init(String.UnicodeScalarView(scalars))
  }

  /// Without white space around it.
  fileprivate var trimmed: String {
    var scalars = Array(unicodeScalars)[...]
    NumberParts.trim(&scalars)
    return String(scalars)
  }

  /// The text without its one sign; nil where there are several. An en dash is a minus sign to typesetters.
  fileprivate var unsigned: (text: String, signs: Int, isNegative: Bool)? {
    let signs = unicodeScalars.filter { "+-−–".unicodeScalars.contains($0) }
    guard signs.count <= 1 else { return nil }
    let rest = String(String.UnicodeScalarView(unicodeScalars.filter { !"+-−–".unicodeScalars.contains($0) }))
    return (rest.trimmed, signs.count, signs.first.map { $0 != "+" } ?? false)
  }
}
