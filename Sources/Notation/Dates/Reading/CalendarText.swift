/// A day, or a longer part of the calendar, among the tokens of a date.
struct CalendarText {
  /// The day, or the first of the part.
  let day: CivilDate
  /// The day, the month or the year; weeks, quarters and half-years are given by a day and by months.
  let precision: DatePrecision
  /// Whether another order of day, month and year could be meant.
  let dependsOnFormat: Bool
  /// Whether points stand between the numbers of day, month and year, the year not first.
  let hasDots: Bool
  /// Whether the year has two digits.
  let hasShortYear: Bool

  /// Nil where the tokens are no date.
  ///
  /// - hasTime: whether a time stood beside them, so that eight digits are a day and no number.
  init?(_ tokens: [DateToken], style: DateText.Style, hasTime: Bool) {
    guard let parts = CalendarParts(tokens, words: style.words) else { return nil }
    let (n, pattern) = (parts.numbers, parts.pattern)
    let isShort = !pattern.contains("Y")
    func year(_ index: Int) -> Int {
      guard parts.lengths[index] == 2 else { return n[index] }
      return n[index] + (n[index] >= style.firstOf1900s ? 1900 : 2000)
    }
    func date(_ year: Int, _ month: Int, _ day: Int?) -> (CivilDate, DatePrecision)? {
      CivilDate(year: year, month: month, day: day ?? 1).map { ($0, day == nil ? .month : .day) }
    }
    func part(_ year: Int, _ number: Int, of count: Int) -> (CivilDate, DatePrecision)? {
      (1...count).contains(number) ? date(year, (number - 1) * 12 / count + 1, nil) : nil
    }
    func week(_ year: Int, _ week: Int, _ day: Int = 1) -> (CivilDate, DatePrecision)? {
      CivilDate(isoYear: year, week: week, day: day).map { ($0, .day) }
    }
    var found: (CivilDate, DatePrecision)?
    var isOrdered = false
    switch pattern {
    case "Y" where tokens.count == 1: found = CivilDate(year: n[0], month: 1, day: 1).map { ($0, .year) }
    // A number such as 1013.2 is no month, and 1981 123 no day.
    case "Yn" where !parts.isDecimal: found = date(n[0], n[1], nil)
    case "nY" where !parts.isDecimal: found = date(n[1], n[0], nil)
    case "Yt" where !parts.isDecimal && !parts.isApart:
      found = CivilDate(year: n[0], month: 1, day: 1).flatMap { CivilDate(dayOfYear: n[1], year: $0.year) }
        .map { ($0, .day) }
    case "Ym", "mY": found = date(year(parts.number), parts.month, nil)
    case "mn" where parts.lengths[parts.number] == 2 && !parts.isApart:
      found = date(year(parts.number), parts.month, nil)
    case "Ynn": found = date(n[0], n[1], n[2])
    case "Ymn": found = date(n[0], parts.month, n[2])
    case "nmY", "nmn": found = parts.lengths[2] >= 2 ? date(year(2), parts.month, n[0]) : nil
    case "mnY", "mnn": found = parts.lengths[2] >= 2 ? date(year(2), parts.month, n[1]) : nil
    case "nnY", "nnn":
      isOrdered = !parts.hasDots || parts.lengths[0] == 2 && parts.lengths[2] == 2
      found = CalendarText.day(
        (n[0], n[1], n[2]), lengths: (parts.lengths[0], parts.lengths[2]), hasDots: parts.hasDots, style: style
      ).map { ($0, .day) }
    case "Yqn": found = part(n[0], n[2], of: 4)
    case "qnY", "qnn": found = parts.lengths[2] >= 2 ? part(year(2), n[1], of: 4) : nil
    case "nqY", "nqn": found = parts.lengths[2] >= 2 ? part(year(2), n[0], of: 4) : nil
    case "Yhn": found = part(n[0], n[2], of: 2)
    case "hnY": found = part(n[2], n[1], of: 2)
    case "nhY": found = part(n[2], n[0], of: 2)
    case "YMn": found = part(n[0], n[2], of: 12)
    case "Ywn": found = week(n[0], n[2])
    case "wnY": found = week(n[2], n[1])
    case "Ywnn": found = parts.lengths[3] == 1 ? week(n[0], n[2], n[3]) : nil
    case "Ywt": found = week(n[0], n[2] / 10, n[2] % 10)
    case "e" where hasTime: found = date(n[0] / 10_000, n[0] / 100 % 100, n[0] % 100)
    default: found = nil
    }
    guard let found else { return nil }
    (day, precision) = found
    (dependsOnFormat, hasShortYear) = (isOrdered, isShort && pattern != "e")
    hasDots = parts.hasDots && (pattern == "nnY" || pattern == "nnn")
  }

  /// The day of three numbers of which the first has no four digits; nil where the calendar has none in this format.
  ///
  /// - lengths: the digits of the first number and of the last.
  static func day(
    _ n: (Int, Int, Int), lengths: (first: Int, last: Int), hasDots: Bool, style: DateText.Style
  ) -> CivilDate? {
    func year(_ number: Int, _ length: Int) -> Int {
      length == 2 ? number + (number >= style.firstOf1900s ? 1900 : 2000) : number
    }
    // Between dots the month is first only where that was asked for, and the year only where it has as many digits as the
    // last number.
    let isUsual = style.format == .yearFirst ? lengths == (2, 2) : style.isAskedFor
    switch !hasDots || isUsual ? style.format : .dayFirst {
    // Where the year has four digits, it is seen to stand last.
    case .yearFirst:
      return lengths.first == 2 && lengths.last < 4 ? CivilDate(year: year(n.0, 2), month: n.1, day: n.2) : nil
    case .dayFirst:
      return lengths.last >= 2 ? CivilDate(year: year(n.2, lengths.last), month: n.1, day: n.0) : nil
    case .monthFirst:
      return lengths.last >= 2 ? CivilDate(year: year(n.2, lengths.last), month: n.0, day: n.1) : nil
    }
  }
}

/// The numbers and names of a date, and the order in which they stand.
private struct CalendarParts {
  /// A letter for each part: Y a number of four digits, n of one or two, t of three, e of eight; m a month's name; q, h, M,
  /// w the letters before or behind quarters, half-years, months and weeks.
  private(set) var pattern = ""
  /// The numbers in their places; 0 for a name or letter.
  private(set) var numbers: [Int] = []
  /// The digits of each number.
  private(set) var lengths: [Int] = []
  /// The month that has a name.
  private(set) var month = 0
  /// Whether a point stands behind the first number.
  private(set) var hasDots = false
  /// Whether a decimal mark stands behind the first part.
  private(set) var isDecimal = false
  /// Whether there are spaces between the parts.
  private(set) var isApart = false

  /// The place of the only number.
  var number: Int { lengths.firstIndex { $0 > 0 } ?? 0 }

  private static let letters: [String: Character] = [
    "q": "q", "t": "q", "quarter": "q", "qtr": "q", "h": "h", "s": "h", "m": "M", "w": "w", "kw": "w", "week": "w",
    "wk": "w",
  ]

  init?(_ tokens: [DateToken], words: DateWords) {
    var isBehindMark = true
    for token in tokens {
      if !pattern.isEmpty && token.isApart && !token.isMark(",") { isApart = true }
      switch token.kind {
      case .number(let value):
        let letter: Character? = [1: "n", 2: "n", 3: "t", 4: "Y", 8: "e"][token.length]
        guard let letter else { return nil }
        append(letter, value, token.length)
      case .word(let word):
        if let number = words.months[word] {
          guard month == 0 else { return nil }
          month = number
          append("m", 0, 0)
        } else if let letter = CalendarParts.letters[word] {
          append(letter, 0, 0)
        } else if !words.isFiller(word) {
          return nil
        }
      case .mark:
        guard token.isMark("-/.,'’:") else { return nil }
        // Two marks in a row lack what belongs between them, but for the point of an abbreviation.
        guard !isBehindMark || token.isMark("'’,") || pattern.isEmpty && token.isMark(".,") else { return nil }
        if token.isMark(".") && pattern == "n" { hasDots = true }
        if token.isMark(".,") && pattern.count == 1 { isDecimal = true }
        if token.isMark(":") && pattern != "Y" && pattern != "Yn" { return nil }
      }
      isBehindMark = token.isMark("-/:") || isBehindMark && pattern.isEmpty
    }
    guard !pattern.isEmpty, tokens.last?.isMark("-/:") != true else { return nil }
  }

  private mutating func append(_ letter: Character, _ number: Int, _ length: Int) {
    pattern.append(letter)
    numbers.append(number)
    lengths.append(length)
  }
}
