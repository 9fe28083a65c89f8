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
      return free.first { isNamedLikeDates($0) && !NumberColumn(self, $0).holdsNumbers }
    }
  }

  private func isNamedLikeDates(_ column: Int) -> Bool {
    let words = ["date", "datum", "time", "datetime", "timestamp", "day", "week", "month", "quarter", "year", "period"]
    return words.contains(names[column].lowercased())
  }

  /// The columns to read, the target first.
  ///
  /// - dateColumns: those that are none of them unless they are asked for.
  /// - Throws: `unknownColumn`, `noNumericColumn`, `severalNumericColumns`.
  package func features(
    _ options: SeriesOptions, dateColumns: [Int]
  ) throws(ForecastingError) -> [(column: Int, numbers: NumberColumn)] {
    var result = [try target(options, dateColumns: dateColumns)]
    for name in options.features {
      let feature = try column(named: name, for: .feature)
      if !result.contains(where: { $0.column == feature }) { result.append((feature, NumberColumn(self, feature))) }
    }
    return result
  }

  private func target(
    _ options: SeriesOptions, dateColumns: [Int]
  ) throws(ForecastingError) -> (column: Int, numbers: NumberColumn) {
    if let name = options.target {
      let column = try column(named: name, for: .target)
      return (column, NumberColumn(self, column))
    }
    var candidates: [(column: Int, numbers: NumberColumn)] = []
    for column in names.indices where !dateColumns.contains(column) && !options.features.contains(names[column]) {
      let numbers = NumberColumn(self, column)
      if numbers.holdsNumbers { candidates.append((column, numbers)) }
    }
    // A column without a name is often the row number that a program wrote.
    let named = candidates.filter { isNamed[$0.column] }
    let targets = named.isEmpty ? candidates : named
    guard let target = targets.first else { throw .noNumericColumn(source: source, columns: names) }
    guard targets.count == 1 else {
      throw .severalNumericColumns(source: source, columns: targets.map { names[$0.column] })
    }
    return target
  }
}
