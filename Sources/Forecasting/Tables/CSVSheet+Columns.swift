import Notation

extension CSVSheet {
  /// The columns to read, the target first.
  ///
  /// - others: the columns of dates, and those that tell series apart, which are none of
  ///   them unless they are asked for.
  /// - Throws: `unknownColumn`, `noNumericColumn`, `severalNumericColumns`.
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
    var candidates: [(column: Int, numbers: NumberColumn)] = []
    for column in names.indices where !others.contains(column) && !options.features.contains(names[column]) {
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
