import Notation

/// A part of a date that has a column of its own.
enum DatePart: CaseIterable {
  case year, quarter, month, week, dayOfYear, day, hour, minute, second

  /// The part that a column of this name holds; nil of any other name.
  init?(named name: String) {
    let plain = name.lowercased().filter { $0.isLetter }
    guard let part = DatePart.allCases.first(where: { $0.names.contains(plain) }) else { return nil }
    self = part
  }

  private var names: Set<String> {
    switch self {
    case .year:
      ["year", "yr", "yy", "yyyy", "jahr", "année", "annee", "an", "año", "ano", "anno", "jaar", "rok", "год", "年"]
    case .quarter: ["quarter", "qtr", "q", "quartal", "trimestre", "kwartaal"]
    case .month: ["month", "mon", "mo", "mm", "monat", "mois", "mes", "mês", "mese", "maand", "měsíc", "месяц", "月"]
    case .week: ["week", "weeknumber", "isoweek", "kw", "woche", "semaine", "semana", "settimana"]
    case .dayOfYear: ["doy", "dayofyear", "yday", "jday", "julianday"]
    case .day:
      ["day", "dy", "dd", "dom", "dayofmonth", "tag", "jour", "día", "dia", "giorno", "dag", "den", "день", "日"]
    case .hour:
      [
        "hour", "hr", "hrs", "hh", "h", "he", "hourending", "stunde", "heure", "hora", "ora", "uur", "hodina", "час",
        "時",
      ]
    case .minute: ["minute", "min", "mi", "minuto", "minuut", "минута", "分"]
    case .second: ["second", "sec", "ss", "sekunde", "seconde", "segundo", "secondo", "секунда", "秒"]
    }
  }

  /// The whole numbers that the part can be; of an hour also 1430.
  private var range: ClosedRange<Double> {
    switch self {
    case .year: 0...9999
    case .quarter: 1...4
    case .month: 1...12
    case .week: 1...53
    case .dayOfYear: 1...366
    case .day: 1...31
    case .hour: 0...2400
    case .minute: 0...59
    case .second: 0...60
    }
  }

  /// Whether a column can be this part: at most one in ten of its cells is a number that the part never is. Few wrong cells
  /// are left for the reader of dates to name.
  private func canBe(_ cells: some Collection<String>) -> Bool {
    let others = cells.count { cell in
      guard let number = NumberText(cell).flatMap({ $0.point ?? $0.comma }) else { return false }
      return !range.contains(number) || number != number.rounded()
    }
    return others * 10 <= cells.count
  }

  /// Whether a column is named like minutes, and is the least of something of which other columns have the greatest or the
  /// mean.
  private static func isMinimum(_ name: String, beside names: [String]) -> Bool {
    let others: Set<Substring> = ["max", "maximum", "mean", "avg", "average"]
    return name.lowercased().filter(\.isLetter) == "min"
      && names.contains { $0.lowercased().split { !$0.isLetter }.contains(where: others.contains) }
  }

  /// The columns that together are dates, each with its part, the year first; nil where there is no year, or nothing beside
  /// it that a year has.
  ///
  /// - names: of the columns that say what others are.
  static func columns(
    _ free: [Int], of sheet: CSVSheet, beside names: [String]
  ) -> [(part: DatePart, column: Int)]? {
    var found: [DatePart: Int] = [:]
    for column in free where !isMinimum(sheet.names[column], beside: names) {
      guard let part = DatePart(named: sheet.names[column]), found[part] == nil else { continue }
      if part.canBe(sheet.texts(column)) { found[part] = column }
    }
    let chains: [[DatePart]] = [
      [.year, .month, .day], [.year, .dayOfYear], [.year, .quarter], [.year, .week], [.year, .month],
    ]
    guard var chain = chains.first(where: { $0.allSatisfy { found[$0] != nil } }) else { return nil }
    if chain.contains(.day) || chain.contains(.dayOfYear) {
      for part in [DatePart.hour, .minute, .second] {
        guard found[part] != nil else { break }
        chain.append(part)
      }
    }
    return chain.compactMap { part in found[part].map { (part, $0) } }
  }

  /// What a cell adds to the text of a date.
  func text(_ cell: String) -> String {
    // A column with gaps is written with fractions by some programs.
    let plain = cell.hasSuffix(".0") ? String(cell.dropLast(2)) : cell
    func padded(_ count: Int) -> String { String(repeating: "0", count: max(0, count - plain.count)) + plain }
    switch self {
    case .year: return plain
    case .quarter: return "-Q" + plain.filter { $0 != "Q" && $0 != "q" }
    case .week: return "-W" + padded(2)
    case .dayOfYear: return "-" + padded(3)
    case .month, .day: return "-" + padded(2)
    // Also as 1430.
    case .hour where plain.count > 2: return " " + padded(4).prefix(2) + ":" + padded(4).suffix(2)
    case .hour: return " " + padded(2) + ":"
    case .minute: return padded(2)
    case .second: return ":" + padded(2)
    }
  }
}
