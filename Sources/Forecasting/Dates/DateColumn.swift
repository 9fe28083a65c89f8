import Notation

/// The dates of a whole column, which together tell the day from the month, the century, the language and the unit.
package struct DateColumn: Equatable, Sendable {
  /// Days since 1970-01-01 of each row, ascending, by the clock of the first row's zone; of a local clock that is put back
  /// or forward, by the clock of the last row.
  package let days: [Double]
  /// Where a local clock is put back and forward.
  package let clockChanges: [ClockChange]
  /// The rows before which an hour is missing as where a clock is put forward, if the clock was not said to be local.
  package let leftOutHours: [Int]
  /// The finest part in any row.
  package let precision: DatePrecision
  /// How the texts were read, where they could have been read otherwise; nil where not.
  package let reading: String?
  /// How the cells stand in the file.
  package let order: RowOrder

  /// Reads a column.
  ///
  /// Of several ways to read it that one is taken in which all cells are dates; if more are possible and differ, the one in
  /// which they ascend, or else the one in which they go on by one step throughout.
  ///
  /// - Throws: `unreadableDate`, `ambiguousDates`, `repeatedHour`, `repeatedDate`.
  package init(
    cells: CellColumn, format: DateFormat?, clock: ClockKind = .steady, source: String
  ) throws(ForecastingError) {
    let readings = DateReading.all(cells, format: format)
    let best = readings.min { $0.misses < $1.misses }
    if let miss = best?.written.firstIndex(where: \.isNaN) {
      throw .unreadableDate(source: source, cell: cells.cell(miss))
    }
    let chosen = try DateColumn.decide(readings.filter { $0.misses == 0 }, cells: cells, source: source)
    let written = chosen.days
    precision = chosen.tally.precision ?? .day
    reading = chosen.words
    var order = RowOrder(mostOf: written)
    func changesFound(in days: [Double]) -> ClockChanges? {
      // Zones tell the hours of a local clock apart already.
      chosen.hasZones ? nil : ClockChanges(days: days)
    }
    var days = order.sorted(written)
    var changes = changesFound(in: days)
    if changes == nil, let row = order.firstOutOfPlace(written) {
      order = .mixed(
        rows: try DateColumn.sortedRows(written, cells: cells, source: source), line: cells.cell(row).line)
      days = order.sorted(written)
      changes = changesFound(in: days)
    }
    self.order = order
    self.clockChanges = clock == .local ? changes?.changes ?? [] : []
    leftOutHours = clock == .local || changes?.putBack.isEmpty != true ? [] : changes?.putForward ?? []
    self.days = self.clockChanges.isEmpty ? days : changes?.steady(days) ?? days
    if let row = days.indices.dropFirst().first(where: { self.days[$0] <= self.days[$0 - 1] }) {
      let cell = cells.cell(order.fileRow(row, of: days.count))
      let (line, date) = (cell.line, printable(cell.text))
      // Rows that fail to ascend for another reason were sorted.
      if clock == .steady { throw .repeatedHour(source: source, line: line, date: date) }
      throw .repeatedDate(source: source, line: line, date: date)
    }
  }

  /// The rows in the order of their dates.
  ///
  /// - Throws: `repeatedDate`, with the first row whose date stands above it already.
  private static func sortedRows(
    _ days: [Double], cells: CellColumn, source: String
  ) throws(ForecastingError) -> [Int] {
    let rows = days.indices.sorted { (days[$0], $0) < (days[$1], $1) }
    let repeated = zip(rows, rows.dropFirst()).filter { days[$0] == days[$1] }.map { $1 }
    guard let row = repeated.min() else { return rows }
    let first = days.firstIndex(of: days[row]) ?? row
    throw .repeatedDate(
      source: source, line: cells.cell(row).line, date: printable(cells.cell(row).text),
      first: first + 1 < row ? cells.cell(first).line : nil)
  }

  /// The one of several complete readings that can be meant.
  private static func decide(
    _ readings: [DateReading], cells: CellColumn, source: String
  ) throws(ForecastingError) -> DateReading {
    let first = readings[0]
    guard let other = readings.first(where: { !$0.isSame(as: first) }) else { return first }
    let disorders = readings.map(\.disorder)
    let least = disorders.min() ?? 0
    // A clock that is put back, and series one after the other, leave a few places without order.
    var orderly = zip(readings, disorders).filter { $1 <= least * 2 }.map { $0.0 }
    if let usual = DateColumn.betweenDots(orderly) { return usual }
    // The latest is rarely the first.
    if orderly.contains(where: \.isAscending) { orderly.removeAll { !$0.isAscending } }
    if orderly.allSatisfy({ $0.isSame(as: orderly[0]) }) { return orderly[0] }
    let regular = orderly.filter(\.isRegular)
    if let only = regular.first, regular.allSatisfy({ $0.isSame(as: only) }) { return only }
    let row = first.written.indices.first { !other.isSame(as: first, row: $0) } ?? 0
    var meanings: [DateMeaning] = []
    for reading in readings {
      let (days, finest) = (reading.written[row], reading.tally.precision ?? .day)
      let text = DateLabel.text(days: days, precision: days == days.rounded(.down) ? min(.day, finest) : finest)
      if !meanings.contains(where: { $0.date == text }) {
        meanings.append(DateMeaning(date: text, words: reading.words ?? "", format: reading.format))
      }
    }
    throw .ambiguousDates(source: source, cell: cells.cell(row), meanings: meanings)
  }

  /// Of complete readings of dates with points between their numbers the first, which has the day first, unless the dates
  /// of another one lie in less than half the time: years change slowest. Nil of other dates.
  private static func betweenDots(_ readings: [DateReading]) -> DateReading? {
    guard let first = readings.first, readings.allSatisfy(\.isBetweenDots) else { return nil }
    return readings.dropFirst().first { $0.length * 2 < first.length } ?? first
  }

  /// Whether at least half of the cells are dates that people write, bare years aside.
  package static func isLikely(_ cells: some Collection<String>) -> Bool {
    isMost(cells) { text in
      !DateText.isYear(text) && DateFormat.allCases.contains { DateText(text, style: .init($0)) != nil }
    }
  }

  /// Whether at least half of the cells are dates with names of another language than English.
  package static func isLikelyInOtherWords(_ cells: some Collection<String>) -> Bool {
    guard isMost(cells, DateText.hasNames) else { return false }
    let sample = Array(cells.lazy.filter { !NumberText.isMissing($0) }.prefix(100))
    return DateLanguages.words(for: sample).contains { words in
      var style = DateText.Style(.dayFirst)
      style.words = words
      return isMost(sample) { DateText($0, style: style) != nil }
    }
  }

  /// Whether at least half of the cells look like dates to a reader.
  package static func hasShape(_ cells: some Collection<String>) -> Bool { isMost(cells, DateText.hasShape) }

  /// Whether a test holds for at least half of the first hundred cells.
  private static func isMost(_ cells: some Collection<String>, _ test: (String) -> Bool) -> Bool {
    let cells = cells.lazy.filter { !NumberText.isMissing($0) }.prefix(100)
    let count = cells.count(where: test)
    return count > 0 && count * 2 >= cells.count
  }

  /// Whether the cells are bare years that ascend, or that descend.
  package static func holdsYears(_ cells: some Collection<String>) -> Bool {
    let pairs = zip(cells, cells.dropFirst())
    return !cells.isEmpty && cells.allSatisfy { DateText.isYear($0) && $0 >= "1" && $0 < "3" }
      && (pairs.allSatisfy { $0 < $1 } || pairs.allSatisfy { $0 > $1 })
  }

  /// Whether the cells are numbers of dates, so many in order that they can hardly be anything else.
  ///
  /// - isNamed: whether the column's name says that it holds dates.
  /// - isFirst: whether the column is the first one.
  package static func holdsNumbersOfDates(_ cells: some Collection<String>, isNamed: Bool, isFirst: Bool) -> Bool {
    let sample = Array(cells.lazy.filter { !NumberText.isMissing($0) }.prefix(200))
    guard sample.count > 1, !sample.contains(where: DateText.isYear) else { return false }
    return DateNumber.allCases.contains { form in
      guard isNamed || form.isEvident || isFirst && form.isTold(byRows: sample.count) else { return false }
      let days = sample.compactMap { form.date($0)?.days }
      let steps = zip(days, days.dropFirst()).map { $1 - $0 }
      guard days.count == sample.count else { return false }
      if isNamed { return true }
      guard steps.allSatisfy({ $0 > 0 }) || steps.allSatisfy({ $0 < 0 }) else { return false }
      // Numbers of something else hardly go on by whole minutes.
      return form.isEvident || steps.allSatisfy { abs(($0 * 1_440).rounded() - $0 * 1_440) < 1e-4 }
    }
  }
}

extension DateNumber {
  /// Whether the first column of a table needs no name for this form.
  fileprivate func isTold(byRows count: Int) -> Bool {
    switch self {
    case .seconds, .milliseconds, .microseconds, .nanoseconds: true
    case .months: count > 12
    default: false
    }
  }
}
