import Notation

extension Dimension {
  /// Reads `hidden-size=32:512:32` (from, to, step), `layers=1:3` (step 1), `learning-rate=1e-4:1e-2:log` or
  /// `cell=standard,coupled`. A step that does not lead to the upper bound stops below the bound.
  package init(parsing text: String) throws(SearchSpaceError) {
    let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = halves.count == 2 ? String(halves[0]) : ""
    if name.isEmpty { throw .noName(found: text) }
    guard name.utf8.allSatisfy(Self.isPartOfName), !name.hasPrefix("-") else { throw .malformedName(found: name) }
    let values = String(halves[1])
    if values.isEmpty { throw .noValues(name: name) }
    if values.contains(",") {
      self.init(name: name, range: try Self.choices(values, name: name))
      return
    }
    let parts = values.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    switch parts.count {
    case 1: throw .singleValue(name: name, found: values)
    case 2: self.init(name: name, range: try Self.stepped(parts + ["1"], name: name))
    case 3 where parts[2] == "log": self.init(name: name, range: try Self.logarithmic(parts, name: name))
    case 3: self.init(name: name, range: try Self.stepped(parts, name: name))
    default: throw .tooManyParts(name: name, found: values)
    }
  }

  /// The range as it may be read again, the same for ranges of the same values.
  package var text: String {
    switch range {
    case .stepped(_, let step, let count, let exponent):
      let step = DecimalNumber(digits: step, exponent: exponent).trimmed.text()
      return "\(name)=\(value(at: 0)):\(value(at: count - 1)):\(step)"
    case .logarithmic, .wholeLogarithmic: return "\(name)=\(value(at: 0)):\(value(at: count - 1)):log"
    case .choices(let values): return "\(name)=\(values.joined(separator: ","))"
    }
  }

  private static func isPartOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func choices(_ text: String, name: String) throws(SearchSpaceError) -> Range {
    let values = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    for (index, value) in values.enumerated() {
      if value.isEmpty { throw .emptyChoice(name: name, found: text) }
      if values[..<index].contains(value) { throw .repeatedChoice(name: name, value: value) }
    }
    return .choices(values)
  }

  private static func stepped(_ parts: [String], name: String) throws(SearchSpaceError) -> Range {
    var numbers: [DecimalNumber] = []
    for part in parts { numbers.append(try decimal(part, name: name)) }
    // All three in the unit of the finest one.
    let exponent = min(0, numbers.map(\.exponent).min() ?? 0)
    var digits: [Int] = []
    for (number, part) in zip(numbers, parts) {
      guard let whole = scaled(number, to: exponent) else { throw .unwritableNumber(name: name, found: part) }
      digits.append(whole)
    }
    let (low, high, step) = (digits[0], digits[1], digits[2])
    if low > high { throw .reversed(name: name, low: parts[0], high: parts[1]) }
    if low == high { throw .singleValue(name: name, found: parts[0]) }
    if step <= 0 { throw .stepNotPositive(name: name, step: parts[2]) }
    if step > high - low { throw .stepTooLarge(name: name, step: parts[2], low: parts[0], high: parts[1]) }
    return .stepped(low: low, step: step, count: (high - low) / step + 1, exponent: exponent)
  }

  private static func logarithmic(_ parts: [String], name: String) throws(SearchSpaceError) -> Range {
    let (lowest, highest) = (try decimal(parts[0], name: name), try decimal(parts[1], name: name))
    let (low, high) = (lowest.value, highest.value)
    if low <= 0 { throw .logarithmFromZero(name: name, low: parts[0]) }
    if low > high { throw .reversed(name: name, low: parts[0], high: parts[1]) }
    if low == high { throw .singleValue(name: name, found: parts[0]) }
    if let low = Int(parts[0]), let high = Int(parts[1]) { return .wholeLogarithmic(low: low, high: high) }
    return .logarithmic(low: low, high: high)
  }

  /// The number exactly; binary numbers hold 15 decimal digits.
  private static func decimal(_ text: String, name: String) throws(SearchSpaceError) -> DecimalNumber {
    guard let value = NumberText.plain(text) else { throw .notNumber(name: name, found: text) }
    let decimal = DecimalNumber(rounding: value, significantDigits: 15)
    guard decimal.value == value, value.magnitude < 1e15 else { throw .unwritableNumber(name: name, found: text) }
    return decimal
  }

  private static func scaled(_ number: DecimalNumber, to exponent: Int) -> Int? {
    var digits = number.digits
    for _ in 0..<(number.exponent - exponent) {
      digits *= 10
      guard digits.magnitude < 1_000_000_000_000_000 else { return nil }
    }
    return digits
  }
}
