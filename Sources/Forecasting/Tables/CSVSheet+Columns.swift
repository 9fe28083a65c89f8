import Notation

extension CSVSheet {
  /// The columns to read, the target first.
  ///
  /// - others: the columns of dates, and those that tell series apart, which are none of
  ///   them unless they are asked for.
  /// - Throws: `unknownColumn`, `duplicateColumn`, `noNumericColumn`, `severalNumericColumns`.
  package func features(
    _ options: SeriesOptions, besides others: [Int]
  ) throws(ForecastingError) -> [(column: Int, numbers: NumberColumn)] {
    var result = [try target(options, besides: others)]
    for name in options.features {
      let feature = try column(named: name, for: .feature)
      if !result.contains(where: { $0.column == feature }) { result.append((feature, NumberColumn(self, feature))) }
    }
    return result
  }

  private func target(
    _ options: SeriesOptions, besides others: [Int]
  ) throws(ForecastingError) -> (column: Int, numbers: NumberColumn) {
    if let name = options.target {
      let column = try column(named: name, for: .target)
      return (column, NumberColumn(self, column))
    }
    let features = options.features.flatMap(columns(named:))
    var candidates: [(column: Int, numbers: NumberColumn)] = []
    for column in names.indices where !others.contains(column) && !features.contains(column) {
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
    // A checkpoint knows the column by its name.
    _ = try column(named: names[target.column], for: .target)
    return target
  }
}

extension CSVSheet {
  /// The column of a name that was asked for; white space of one kind is as good as that of another, so that a name with
  /// line ends can be typed.
  ///
  /// - Throws: `unknownColumn`, `duplicateColumn`.
  package func column(named name: String, for role: ColumnRole) throws(ForecastingError) -> Int {
    let found = columns(named: name)
    guard let column = found.first else {
      throw .unknownColumn(source: source, name: name, role: role, known: names)
    }
    guard found.count == 1 else {
      throw .duplicateColumn(source: source, name: names[column], columns: found.map { $0 + 1 })
    }
    return column
  }

  /// The columns that have a name exactly; where there is none, those that have it white space aside.
  package func columns(named name: String) -> [Int] {
    let exact = names.indices.filter { names[$0] == name }
    if !exact.isEmpty { return exact }
    let words = name.split(whereSeparator: \.isWhitespace)
    return names.indices.filter { names[$0].split(whereSeparator: \.isWhitespace) == words }
  }

  /// The columns that are neither to be forecast nor to be forecast from.
  package func free(besides options: SeriesOptions) -> [Int] {
    let taken = ([options.target].compactMap(\.self) + options.features).flatMap(columns(named:))
    return names.indices.filter { !taken.contains($0) }
  }
}
