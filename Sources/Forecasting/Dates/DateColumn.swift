import Notation

/// The dates of a whole column, which together tell the day from the month.
package struct DateColumn: Equatable, Sendable {
  /// Days since 1970-01-01 of each row, ascending, by the clock of the first row's zone.
  package let days: [Double]
  /// The finest part in any row.
  package let precision: DatePrecision

  /// Reads a column.
  ///
  /// Of the two formats that one is taken in which all cells are dates; if both are possible and differ, the one in
  /// which they ascend.
  ///
  /// - Throws: `unreadableDate`, `ambiguousDates`, `repeatedDate`, `descendingDates`.
  package init(cells: [SeriesCell], format: DateFormat?, source: String) throws(ForecastingError) {
    let readings = (format.map { [$0] } ?? DateFormat.allCases)
      .map { format in cells.map { DateText($0.text, format: format) } }
    let best = readings.min { DateColumn.misses($0) < DateColumn.misses($1) } ?? []
    if let miss = best.firstIndex(of: nil) { throw .unreadableDate(source: source, cell: cells[miss]) }
    let complete = readings.filter { !$0.contains(nil) }.map { $0.compactMap { $0 } }
    let dates = try DateColumn.decide(complete, cells: cells, source: source)
    days = DateColumn.days(dates)
    precision = dates.map(\.precision).max() ?? .day
    for row in days.indices.dropFirst() where days[row] <= days[row - 1] {
      let (line, date) = (cells[row].line, printable(cells[row].text))
      if days[row] == days[row - 1] { throw .repeatedDate(source: source, line: line, date: date) }
      throw .descendingDates(source: source, line: line, date: date, previous: printable(cells[row - 1].text))
    }
  }

  private static func misses(_ reading: [DateText?]) -> Int { reading.count { $0 == nil } }

  /// The one of several readings that can be meant.
  private static func decide(
    _ readings: [[DateText]], cells: [SeriesCell], source: String
  ) throws(ForecastingError) -> [DateText] {
    guard readings.count > 1, let row = cells.indices.first(where: { readings[0][$0] != readings[1][$0] }) else {
      return readings[0]
    }
    let ascending = readings.filter { isAscending(days($0)) }
    if ascending.count == 1 { return ascending[0] }
    let texts = readings.map { DateLabel.text(days: $0[row].days, precision: $0[row].precision) }
    throw .ambiguousDates(source: source, cell: cells[row], dayFirst: texts[0], monthFirst: texts[1])
  }

  /// A clock that is put back in autumn shows an hour twice, hence one zone for all where zones are written.
  private static func days(_ dates: [DateText]) -> [Double] {
    let reference = dates.lazy.compactMap(\.zoneSeconds).first ?? 0
    return dates.map { $0.days - Double(($0.zoneSeconds ?? reference) - reference) / 86_400 }
  }

  private static func isAscending(_ days: [Double]) -> Bool { zip(days, days.dropFirst()).allSatisfy { $0 < $1 } }

  /// Whether at least half of the cells are dates, bare years aside.
  package static func isLikely(_ cells: some Collection<String>) -> Bool {
    let cells = cells.lazy.filter { !NumberText.isMissing($0) }.prefix(100)
    let dates = cells.count { text in
      !DateText.isYear(text) && DateFormat.allCases.contains { DateText(text, format: $0) != nil }
    }
    return dates > 0 && dates * 2 >= cells.count
  }

  /// Whether the cells are bare years that ascend.
  package static func holdsYears(_ cells: some Collection<String>) -> Bool {
    var previous = "0999"
    for text in cells {
      guard DateText.isYear(text), text > previous, text < "3" else { return false }
      previous = text
    }
    return !cells.isEmpty
  }
}
