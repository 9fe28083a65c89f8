/// A number as people and programs write it in a cell, in both readings of its marks.
///
/// Read are signs before and after, also − and brackets as accountants use them; thousands apart by the other decimal
/// mark, apostrophes, underscores and spaces of any width, also in the groups of India; exponents; a currency sign or code
/// before or after the number, or a unit or percent sign after it; and what spreadsheets put around a number, `="1.5"` and
/// `'1.5`. A cell alone cannot tell what `1.234` is: hence two values, of which a column takes one.
package struct NumberText: Equatable, Sendable {
  /// The number, if a point is the decimal mark; nil where no number is written so.
  package let point: Double?
  /// The number, if a comma is the decimal mark; nil where no number is written so.
  package let comma: Double?
  /// The currency, unit or percent sign; empty where there is none.
  package let unit: String

  /// Reads a cell; nil where it holds no finite number in either reading.
  package init?(_ text: String) {
    var text = text
    guard let number = text.withUTF8(NumberText.init(_:)) else { return nil }
    self = number
  }

  /// Reads the bytes of a cell in UTF-8, as `init(_:)` does.
  package init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    if let run = DigitRun(bytes) {
      (point, comma, unit) = (run.value(.point), run.value(.comma), "")
      return
    }
    guard bytes.count <= 80, NumberText.mayHoldNumber(bytes) else { return nil }
    guard let parts = NumberParts(String(decoding: bytes, as: UTF8.self)) else { return nil }
    (point, comma, unit) = (parts.value(.point), parts.value(.comma), parts.unit)
    if point == nil && comma == nil { return nil }
  }

  /// The number, if a mark is the decimal mark; nil where no number is written so.
  package func value(_ mark: DecimalMark) -> Double? { mark == .point ? point : comma }

  /// Whether a text has digits, and no word before them that is longer than a currency's.
  private static func mayHoldNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var letters = 0
    for byte in text {
      switch byte {
      case 48...57: return true
      case 65...90, 97...122: letters += 1
      default: break
      }
      if letters > 3 { return false }
    }
    return false
  }

  /// The finite number that digits with a decimal point, and perhaps a sign or an exponent, write as programs do; nil of
  /// anything else.
  package static func plain(_ text: String) -> Double? {
    let isPlain = text.utf8.allSatisfy { byte in
      (48...57).contains(byte) || [UInt8(ascii: "."), 43, 45, UInt8(ascii: "e"), UInt8(ascii: "E")].contains(byte)
    }
    // Double's initialiser also reads hexadecimal digits, infinities and not-a-numbers.
    guard isPlain, let value = Double(text), value.isFinite else { return nil }
    return value
  }

  /// Whether a cell says that it has no value: empty, or one of the words and marks of programs and statisticians, such as
  /// `NA`, `n/a`, `NaN`, `null`, `-`, `..`, `?` or `#N/A`, in any case.
  package static func isMissing(_ text: String) -> Bool {
    if text.isEmpty { return true }
    guard text.utf8.count <= 9 else { return false }
    return missing.contains(text.lowercased())
  }

  /// Whether the bytes of a cell say that it has no value, as `isMissing(_:)` of a text does.
  package static func isMissing(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.isEmpty || bytes.count <= 9 && isMissing(String(decoding: bytes, as: UTF8.self))
  }

  private static let missing: Set = [
    "na", "n/a", "n.a.", "n. a.", "nan", "-nan", "<na>", "nat", "null", "(null)", "none", "nil", "\\n", "-", "--",
    "---", "–", "—", "−", ".", "..", "...", "…", ":", "?", "#n/a", "#na", "#n/a n/a", "#div/0!", "#value!", "#ref!",
    "#num!",
    "#name?", "#null!", "missing", "1.#qnan", "-1.#ind",
  ]
}

/// Digits with at most one mark and a sign, the form of nearly all cells, read from bytes without an allocation.
private struct DigitRun {
  private let digits: Int
  private let isNegative: Bool
  /// The digits behind the mark; nil where there is none.
  private let fraction: Int?
  private let mark: UInt8
  /// Whether the mark could part thousands.
  private let isGroup: Bool

  /// Nil of any other form, and of more digits than a number of double precision holds exactly.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard (1...17).contains(bytes.count) else { return nil }
    let isSigned = bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+")
    var (digits, count, mark, place) = (0, 0, UInt8(0), -1)
    for index in (isSigned ? 1 : 0)..<bytes.count {
      let byte = bytes[index]
      if (48...57).contains(byte) {
        digits = digits * 10 + Int(byte - 48)
        count += 1
      } else if (byte == 44 || byte == 46) && place < 0 {
        (mark, place) = (byte, count)
      } else {
        return nil
      }
    }
    guard (1...15).contains(count) else { return nil }
    self.digits = digits
    isNegative = bytes[0] == UInt8(ascii: "-")
    fraction = place < 0 ? nil : count - place
    self.mark = mark
    isGroup = (1...3).contains(place) && count - place == 3 && bytes[isSigned ? 1 : 0] != UInt8(ascii: "0")
  }

  /// Exactly: both the digits and the power of ten are binary numbers, and their quotient is rounded once.
  func value(_ decimal: DecimalMark) -> Double? {
    let whole = Double(isNegative ? -digits : digits)
    let signed = isNegative && digits == 0 ? -0.0 : whole
    guard let fraction else { return signed }
    if mark == decimal.byte { return signed / DigitRun.powers[fraction] }
    return isGroup ? signed : nil
  }

  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]
}
