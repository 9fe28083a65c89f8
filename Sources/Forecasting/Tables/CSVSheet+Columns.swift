import Notation

extension CSVSheet {
  /// The time of the rows, and the column that tells it, nil if rows are numbered.
  ///
  /// - Throws: `unknownColumn` and what `DateColumn` throws; a column that is named like dates and holds text which
  ///   cannot be read is an error too, since numbered rows would hide it.
  package func timeAxis(_ options: SeriesOptions) throws(ForecastingError) -> (axis: TimeAxis, column: Int?) {
    guard let column = try dateColumn(options) else { return (TimeAxis(rows: rows.count), nil) }
    return (TimeAxis(try DateColumn(cells: cells(column), format: options.dateFormat, source: source)), column)
  }

  private func dateColumn(_ options: SeriesOptions) throws(ForecastingError) -> Int? {
    switch options.dateColumn {
    case .numbered: return nil
    case .named(let name): return try column(named: name, for: .dates)
    case .detected:
      let free = names.indices.filter { names[$0] != options.target && !options.features.contains(names[$0]) }
      if let column = free.first(where: { DateColumn.isLikely(texts($0)) }) { return column }
      if names.count > 1, free.first == 0, DateColumn.holdsYears(texts(0)) { return 0 }
      return free.first { isNamedLikeDates($0) && !holdsNumbers($0) }
    }
  }

  private func isNamedLikeDates(_ column: Int) -> Bool {
    let words = ["date", "datum", "time", "datetime", "timestamp", "day", "week", "month", "quarter", "year", "period"]
    return words.contains(names[column].lowercased())
  }

  /// The columns to read, the target first.
  ///
  /// - dateColumn: the one that is none of them unless it is asked for.
  /// - Throws: `unknownColumn`, `noNumericColumn`, `severalNumericColumns`, `notNumeric`.
  package func features(_ options: SeriesOptions, dateColumn: Int?) throws(ForecastingError) -> [Int] {
    var result = [try target(options, dateColumn: dateColumn)]
    for name in options.features {
      let feature = try column(named: name, for: .feature)
      if !result.contains(feature) { result.append(feature) }
    }
    for column in result where !holdsNumbers(column) {
      let other = rows.indices.first { row in
        let text = rows[row].fields[column]
        return !NumberText.isMissing(text) && NumberText.value(text, delimiter: delimiter) == nil
      }
      throw .notNumeric(source: source, column: names[column], cell: other.map { cell(row: $0, column) })
    }
    return result
  }

  private func target(_ options: SeriesOptions, dateColumn: Int?) throws(ForecastingError) -> Int {
    if let name = options.target { return try column(named: name, for: .target) }
    let candidates = names.indices.filter {
      $0 != dateColumn && !options.features.contains(names[$0]) && holdsNumbers($0)
    }
    // A column without a name is often the row number that a program wrote.
    let named = candidates.filter { isNamed[$0] }
    let targets = named.isEmpty ? candidates : named
    guard let target = targets.first else { throw .noNumericColumn(source: source, columns: names) }
    guard targets.count == 1 else {
      throw .severalNumericColumns(source: source, columns: targets.map { names[$0] })
    }
    return target
  }

  /// Whether at least half of the cells of a column that are not missing are numbers.
  private func holdsNumbers(_ column: Int) -> Bool {
    var (numbers, others) = (0, 0)
    for text in texts(column) where !NumberText.isMissing(text) {
      if NumberText.value(text, delimiter: delimiter) != nil { numbers += 1 } else { others += 1 }
    }
    return numbers > 0 && numbers >= others
  }
}
