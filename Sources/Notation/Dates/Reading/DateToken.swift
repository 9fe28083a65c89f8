/// A run of digits, a word, or a mark in the text of a date.
struct DateToken {
  /// What stands there.
  enum Kind: Equatable {
    /// ASCII digits, 14 at most, and the number that they write.
    case number(Int)
    /// Letters, in lower case.
    case word(String)
    /// Anything else but spaces.
    case mark(Unicode.Scalar)
  }

  let kind: Kind
  /// The digits of a number.
  let length: Int
  /// Whether white space, or the beginning of the text, stands before it.
  let isApart: Bool

  var number: Int? { if case .number(let value) = kind { value } else { nil } }
  var word: String? { if case .word(let word) = kind { word } else { nil } }
  func isMark(_ marks: String) -> Bool {
    guard case .mark(let mark) = kind else { return false }
    return mark.isASCII ? marks.utf8.contains(UInt8(mark.value)) : marks.unicodeScalars.contains(mark)
  }

  /// The tokens of a text; nil of one with more than 32, or with digits that are not ASCII's.
  ///
  /// The signs for year, month, day, hour, minute and second of East Asia are taken for the marks that others write.
  static func tokens(of text: String) -> [DateToken]? {
    let scalars = Array(text.unicodeScalars)
    var tokens: [DateToken] = []
    var (place, isApart) = (0, true)
    while place < scalars.count {
      let start = place
      let scalar = scalars[place]
      place += 1
      if scalar.isASCII ? scalar == " " || scalar == "\t" : scalar.properties.isWhitespace {
        isApart = true
        continue
      }
      if isDigit(scalar) {
        while place < scalars.count, isDigit(scalars[place]) { place += 1 }
        guard place - start <= 14 else { return nil }
        let value = scalars[start..<place].reduce(0) { $0 * 10 + Int($1.value - 48) }
        tokens.append(DateToken(kind: .number(value), length: place - start, isApart: isApart))
      } else if !scalar.isASCII, let mark = eastAsian(scalar, before: scalars[place...]) {
        if mark != " " { tokens.append(DateToken(kind: .mark(mark), length: 0, isApart: isApart)) }
        isApart = mark == " "
        continue
      } else if isLetter(scalar) {
        while place < scalars.count, isLetter(scalars[place]), eastAsian(scalars[place], before: []) == nil {
          place += 1
        }
        let word = String(String.UnicodeScalarView(scalars[start..<place])).lowercased()
        tokens.append(DateToken(kind: .word(word), length: 0, isApart: isApart))
      } else {
        guard scalar.isASCII || scalar.properties.numericType == nil else { return nil }
        tokens.append(DateToken(kind: .mark(scalar), length: 0, isApart: isApart))
      }
      isApart = false
      if tokens.count > 32 { return nil }
    }
    return tokens
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      ? ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
      : scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
  }

  /// The mark that stands for a sign of East Asia, a space for none; nil of other scalars.
  private static func eastAsian(_ scalar: Unicode.Scalar, before rest: ArraySlice<Unicode.Scalar>) -> Unicode.Scalar? {
    func isBeforeDigits() -> Bool { rest.first { !$0.properties.isWhitespace }.map(isDigit) == true }
    return switch scalar {
    case "年", "月", "년", "월": isBeforeDigits() ? "-" : " "
    case "日", "일", "秒", "초": " "
    case "時", "时", "点", "시", "分", "분": isBeforeDigits() ? ":" : " "
    default: nil
    }
  }
}
