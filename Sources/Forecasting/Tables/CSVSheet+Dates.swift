import Notation

/// The cells that tell when the rows of a table were.
package struct DateCells: Sendable {
  /// The column, or those that are dates together.
  package let columns: [Int]
  /// A cell for each row; of several columns, what they say together.
  package let cells: CellColumn
  /// The order of day and month that the cells have, where the columns tell it.
  package var format: DateFormat?
}

extension CSVSheet {
  /// The cells that tell the time of the rows; nil where rows are to be numbered.
  ///
  /// Without a name it is, in this order: a column of dates, with a column of times beside it where dates repeat; columns
  /// that are named year, month and so on; a column of numbers that can hardly be anything but dates; years in the first
  /// column; a column that is named like dates or looks like them, which may turn out to be unreadable, since numbered rows
  /// would hide that.
  ///
  /// - Throws: `unknownColumn`, `duplicateColumn`.
  package func dateCells(_ options: SeriesOptions) throws(ForecastingError) -> DateCells? {
    switch options.dateColumn {
    case .numbered: return nil
    case .named(let name):
      let columns = try namedDateColumns(name)
      if columns.count == 1 { return withTimes(columns[0], besides: options) }
      return parts(columns, beside: columns.map { names[$0] }) ?? joined(columns)
    case .detected:
      let cells = detected(options)
      // A checkpoint knows the column by its name.
      if let only = cells?.columns.first, cells?.columns.count == 1 { _ = try column(named: names[only], for: .dates) }
      return cells
    }
  }

  /// The columns of a name, or of several with commas between them.
  private func namedDateColumns(_ name: String) throws(ForecastingError) -> [Int] {
    if !columns(named: name).isEmpty || !name.contains(",") {
      return [try column(named: name, for: .dates)]
    }
    var columns: [Int] = []
    for part in name.split(separator: ",") {
      columns.append(try column(named: String(part.drop { $0 == " " }), for: .dates))
    }
    return columns
  }

  private func detected(_ options: SeriesOptions) -> DateCells? {
    let free = free(besides: options)
    let dates =
      free.first { DateColumn.isLikely(texts($0)) } ?? free.first { DateColumn.isLikelyInOtherWords(texts($0)) }
    if let column = dates { return withTimes(column, besides: options) }
    if let parts = parts(free, beside: names) { return parts }
    let numbers = free.first { column in
      DateColumn.holdsNumbersOfDates(texts(column), isNamed: ColumnWords.areDates(names[column]), isFirst: column == 0)
    }
    if let column = numbers { return withTimes(column, besides: options) }
    if names.count > 1, free.first == 0, DateColumn.holdsYears(texts(0)) || isNamedLikeYears(0) { return joined([0]) }
    let looks = free.first { ColumnWords.areDates(names[$0]) && !NumberColumn(self, $0).holdsNumbers }
    return (looks ?? free.first { DateColumn.hasShape(texts($0)) }).map { joined([$0]) }
  }

  /// Whether a column is named like dates, and holds years but for one in ten of its cells and a few of a short one, which are
  /// left for the reader of dates to name.
  private func isNamedLikeYears(_ column: Int) -> Bool {
    guard ColumnWords.areDates(names[column]) else { return false }
    let years = texts(column).filter(DateText.isYear)
    let others = rowCount - years.count
    return others <= max(3, rowCount / 10) && others < years.count
      && !texts(column).contains(where: NumberText.isMissing)
      && DateColumn.holdsYears(years)
  }

  /// A column of dates and, where its dates repeat, the times that stand beside it.
  private func withTimes(_ column: Int, besides options: SeriesOptions) -> DateCells {
    guard repeats(column), let times = free(besides: options).first(where: { $0 != column && holdsTimes($0) }) else {
      return joined([column])
    }
    return joined([column, times])
  }

  /// Whether a cell of a column holds the same as the one above it.
  private func repeats(_ column: Int) -> Bool {
    var (previous, repeats): ([UInt8], Bool) = ([], false)
    var isFirst = true
    forEachCell(column) { cell in
      if repeats { return }
      repeats = !isFirst && cell.elementsEqual(previous)
      isFirst = false
      previous.replaceSubrange(previous.indices, with: cell)
    }
    return repeats
  }

  /// Whether a column holds times of day, or hours by its name.
  private func holdsTimes(_ column: Int) -> Bool {
    let cells = texts(column).lazy.filter { !NumberText.isMissing($0) }.prefix(100)
    guard !cells.isEmpty else { return false }
    if cells.allSatisfy({ DateText.isTime($0) }) { return true }
    let isNamed = DatePart(named: names[column]) == .hour || ColumnWords.areDates(names[column])
    return isNamed && cells.allSatisfy { DateText.isTime(DateText.time(ofHours: $0)) }
  }

  /// Columns that are parts of dates by their names and cells, such as year, month and day; nil where they do not go together.
  private func parts(_ columns: [Int], beside others: [String]) -> DateCells? {
    guard let parts = DatePart.columns(columns, of: self, beside: others) else { return nil }
    let name = parts.map { names[$0.column] }.joined(separator: ", ")
    let texts = (0..<rowCount).map { row in
      let text = parts.map { $0.part.text(self.text(row, $0.column)) }.joined()
      return text.hasSuffix(":") ? text + "00" : text
    }
    // The parts have an order of their own, whatever the order of the columns.
    return DateCells(
      columns: parts.map(\.column), cells: CellColumn(name: name, texts: texts, line: line), format: .yearFirst)
  }

  /// Columns whose cells are one text with spaces between them; a number in the last of several is an hour.
  private func joined(_ columns: [Int]) -> DateCells {
    guard columns.count > 1 else { return DateCells(columns: columns, cells: CellColumn(self, columns[0])) }
    let name = columns.map { names[$0] }.joined(separator: ", ")
    let texts = (0..<rowCount).map { row in
      let parts = columns.map { text(row, $0) }
      let last = parts.last ?? ""
      let time = DateText.isTime(last) ? last : DateText.time(ofHours: last)
      return (parts.dropLast() + [time]).joined(separator: " ")
    }
    return DateCells(columns: columns, cells: CellColumn(name: name, texts: texts, line: line))
  }
}
