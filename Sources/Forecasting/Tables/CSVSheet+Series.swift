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
  /// - Throws: `unknownColumn`, `unknownSeries`, and `seriesNotChosen` where the choice is of a column alone.
  package func ofOneSeries(_ choice: String?) throws(ForecastingError) -> CSVSheet {
    guard let choice else { return self }
    let (columns, name) = try series(choice)
    let key = key(columns)
    guard let name = name ?? (key.names.count == 1 ? key.names.first : nil) else {
      throw .seriesNotChosen(source: source, key: key)
    }
    let rows = rows.filter { CSVSheet.name($0, columns) == name }
    guard !rows.isEmpty else { throw .unknownSeries(source: source, name: name, key: key) }
    return withRows(rows)
  }

  /// The series of a choice that is of a column alone; nil where it is of one series.
  package func severalSeries(_ choice: String) throws(ForecastingError) -> SeriesKey? {
    let (columns, name) = try series(choice)
    return name == nil ? key(columns) : nil
  }

  /// The columns that a choice names.
  package func seriesColumns(_ choice: String?) throws(ForecastingError) -> [Int] {
    guard let choice else { return [] }
    return try series(choice).columns
  }

  /// The columns of a choice, and the series if one is named.
  private func series(_ choice: String) throws(ForecastingError) -> (columns: [Int], name: String?) {
    if let columns = columns(choice[...]) { return (columns, nil) }
    for mark in choice.indices where choice[mark] == "=" {
      if let columns = columns(choice[..<mark]) { return (columns, String(choice[choice.index(after: mark)...])) }
    }
    let name = choice.prefix { $0 != "=" }
    throw .unknownColumn(source: source, name: String(name), role: .series, known: names)
  }

  /// The columns of a name, or of several with commas between them; nil where one is not there.
  private func columns(_ text: Substring) -> [Int]? {
    if let column = names.firstIndex(where: { $0 == text }) { return [column] }
    let parts = text.split(separator: ",").map { $0.drop { $0 == " " } }
    let columns = parts.compactMap { part in names.firstIndex { $0 == part } }
    return !columns.isEmpty && columns.count == parts.count ? columns : nil
  }

  private func key(_ columns: [Int]) -> SeriesKey {
    var (names, known): ([String], Set<String>) = ([], [])
    for row in rows {
      let name = CSVSheet.name(row, columns)
      if known.insert(name).inserted { names.append(name) }
    }
    return SeriesKey(column: columns.map { self.names[$0] }.joined(separator: ","), names: names)
  }

  private static func name(_ row: CSVRecord, _ columns: [Int]) -> String {
    columns.count == 1 ? row.fields[columns[0]] : columns.map { row.fields[$0] }.joined(separator: ",")
  }

  /// An error about the order of dates, or `severalSeries` where each series of some column, or of two, has its dates in
  /// order.
  package func explaining(
    _ error: ForecastingError, _ dates: DateCells, _ options: SeriesOptions
  ) -> ForecastingError {
    switch error {
    case .repeatedDate, .descendingDates, .repeatedHour: break
    default: return error
    }
    let free = names.indices.filter {
      !dates.columns.contains($0) && names[$0] != options.target && !options.features.contains(names[$0])
    }
    // Words tell series apart more often than numbers do.
    let candidates =
      free.filter { !NumberColumn(self, $0).holdsNumbers } + free.filter { NumberColumn(self, $0).holdsNumbers }
    let pairs = candidates.indices.flatMap { first in
      candidates[(first + 1)...].map { [candidates[first], $0] }
    }
    for columns in candidates.map({ [$0] }) + pairs where partsAreInOrder(columns, dates, options) {
      return .severalSeries(source: source, key: key(columns))
    }
    return error
  }

  /// Whether a table falls into at least two series of three rows or more by what stands in some columns, and each of them
  /// has its dates in order.
  private func partsAreInOrder(_ columns: [Int], _ dates: DateCells, _ options: SeriesOptions) -> Bool {
    var parts: [String: [SeriesCell]] = [:]
    for (row, cell) in zip(rows, dates.cells) {
      parts[CSVSheet.name(row, columns), default: []].append(cell)
      if parts.count * 3 > rows.count { return false }
    }
    guard parts.count > 1 else { return false }
    return parts.values.allSatisfy { cells in
      do throws(ForecastingError) {
        _ = try DateColumn(
          cells: cells, format: dates.format ?? options.dateFormat, clock: options.clock ?? .steady, source: source)
        return true
      } catch {
        switch error {
        case .repeatedDate, .descendingDates, .unreadableDate: return false
        default: return true
        }
      }
    }
  }
}
