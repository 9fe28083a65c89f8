import Notation

/// The columns that tell several series in one table apart, and the series that are there.
public struct SeriesKey: Equatable, Sendable {
  /// The columns' names, with commas between them.
  public let column: String
  /// The names of the series, in the order of their first rows: what stands in the columns, with commas between.
  public let names: [String]
}

extension CSVSheet {
  /// The rows of the one series that was chosen; all rows where nothing was, or where there is only one series.
  ///
  /// - choice: `COLUMN`, or `COLUMN=NAME`; several columns and their contents with commas between them.
  /// - Throws: `unknownColumn`, `duplicateColumn`, `unknownSeries`, and `seriesNotChosen` where the choice is of a column
  ///   alone.
  package func ofOneSeries(_ choice: String?) throws(ForecastingError) -> CSVSheet {
    guard let choice else { return self }
    let (columns, name) = try series(choice)
    guard let name else {
      let key = key(columns)
      guard key.names.count == 1 else { throw .seriesNotChosen(source: source, key: key) }
      return self
    }
    let rows = rowNames(columns).enumerated().filter { $1 == name }.map(\.offset)
    guard !rows.isEmpty else { throw .unknownSeries(source: source, name: name, key: key(columns)) }
    return rows.count == rowCount ? self : withRows(rows)
  }

  /// The series of a choice that is of a column alone, and the rows of each; nil where the choice is of one series.
  ///
  /// - Throws: `unknownColumn`, `duplicateColumn`.
  package func severalSeries(_ choice: String) throws(ForecastingError) -> (key: SeriesKey, sheets: [CSVSheet])? {
    let (columns, name) = try series(choice)
    guard name == nil else { return nil }
    let parts = parts(columns)
    return (parts.key, parts.rows.map(withRows))
  }

  /// The columns that a choice names.
  package func seriesColumns(_ choice: String?) throws(ForecastingError) -> [Int] {
    guard let choice else { return [] }
    return try series(choice).columns
  }

  /// The columns of a choice, and the series if one is named.
  private func series(_ choice: String) throws(ForecastingError) -> (columns: [Int], name: String?) {
    if let columns = try columns(choice[...]) { return (columns, nil) }
    for mark in choice.indices where choice[mark] == "=" {
      if let columns = try columns(choice[..<mark]) { return (columns, String(choice[choice.index(after: mark)...])) }
    }
    let name = choice.prefix { $0 != "=" }
    throw .unknownColumn(source: source, name: String(name), role: .series, known: names)
  }

  /// The columns of a name, or of several with commas between them; nil where one is not there.
  private func columns(_ text: Substring) throws(ForecastingError) -> [Int]? {
    let name = String(text)
    let parts = columns(named: name).isEmpty ? text.split(separator: ",").map { String($0.drop { $0 == " " }) } : [name]
    guard !parts.isEmpty, parts.allSatisfy({ !columns(named: $0).isEmpty }) else { return nil }
    var result: [Int] = []
    for part in parts { result.append(try column(named: part, for: .series)) }
    return result
  }

  private func key(_ columns: [Int]) -> SeriesKey { parts(columns).key }

  /// The series that some columns tell apart, in the order of their first rows, and the rows of each.
  ///
  /// - most: where there are more series than that, only the rows before the next one are looked at.
  private func parts(_ columns: [Int], most: Int = .max) -> (key: SeriesKey, rows: [[Int]]) {
    var (names, rows, numbers): ([String], [[Int]], [String: Int]) = ([], [], [:])
    for (row, name) in rowNames(columns).enumerated() {
      if let number = numbers[name] {
        rows[number].append(row)
      } else {
        numbers[name] = names.count
        names.append(name)
        rows.append([row])
        if names.count > most { break }
      }
    }
    return (SeriesKey(column: columns.map { self.names[$0] }.joined(separator: ","), names: names), rows)
  }

  /// What the columns that tell series apart hold in each row, with commas between.
  private func rowNames(_ columns: [Int]) -> [String] {
    var result: [String] = []
    result.reserveCapacity(rowCount)
    forEachCell(columns[0]) { result.append(String(decoding: $0, as: UTF8.self)) }
    for column in columns.dropFirst() {
      var row = 0
      forEachCell(column) {
        result[row] += "," + String(decoding: $0, as: UTF8.self)
        row += 1
      }
    }
    return result
  }

  /// An error about dates that repeat, or `severalSeries` where each series of some column, or of two, has different dates:
  /// one whose dates stand in order, if there is one, or else one whose dates can be sorted.
  package func explaining(
    _ error: ForecastingError, _ dates: DateCells, _ options: SeriesOptions
  ) -> ForecastingError {
    switch error {
    case .repeatedDate, .repeatedHour: break
    default: return error
    }
    let free = free(besides: options).filter { !dates.columns.contains($0) }
    // Words tell series apart more often than numbers do.
    let candidates =
      free.filter { !NumberColumn(self, $0).holdsNumbers } + free.filter { NumberColumn(self, $0).holdsNumbers }
    let pairs = candidates.indices.flatMap { first in
      candidates[(first + 1)...].map { [candidates[first], $0] }
    }
    var unsorted: [Int]?
    for columns in candidates.map({ [$0] }) + pairs {
      switch fit(columns, dates, options) {
      case .none: continue
      case .inOrder: return .severalSeries(source: source, key: key(columns))
      case .unsorted: unsorted = unsorted ?? columns
      }
    }
    return unsorted.map { .severalSeries(source: source, key: key($0)) } ?? error
  }

  /// Whether some columns tell series apart, by the dates of each.
  private enum KeyFit { case none, unsorted, inOrder }

  /// Whether a table falls into at least two series of three rows or more on average by what stands in some columns, few of
  /// them of one row, as damaged rows are, and each of them has dates that differ.
  private func fit(_ columns: [Int], _ dates: DateCells, _ options: SeriesOptions) -> KeyFit {
    let parts = parts(columns, most: rowCount / 3).rows
    guard parts.count > 1, parts.count * 3 <= rowCount, parts.count(where: { $0.count == 1 }) * 4 < parts.count else {
      return .none
    }
    var fit = KeyFit.inOrder
    for rows in parts {
      do throws(ForecastingError) {
        let column = try DateColumn(
          cells: dates.cells.rows(rows), format: dates.format ?? options.dateFormat, clock: options.clock ?? .steady,
          source: source)
        if case .mixed = column.order { fit = .unsorted }
      } catch {
        switch error {
        case .repeatedDate, .unreadableDate: return .none
        default: continue
        }
      }
    }
    return fit
  }
}
