import Notation

/// The cells that tell when the rows of a table were.
package struct DateCells: Equatable, Sendable {
  /// The column, or those that are dates together.
  package let columns: [Int]
  /// A cell for each row; of several columns, what they say together.
  package let cells: [SeriesCell]
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
  /// - Throws: `unknownColumn`.
  package func dateCells(_ options: SeriesOptions) throws(ForecastingError) -> DateCells? {
    switch options.dateColumn {
    case .numbered: return nil
    case .named(let name):
      let columns = try namedDateColumns(name)
      if columns.count == 1 { return withTimes(columns[0], besides: options) }
      return parts(columns, beside: columns.map { names[$0] }) ?? joined(columns)
    case .detected: return detected(options)
    }
  }

  /// The columns of a name, or of several with commas between them.
  private func namedDateColumns(_ name: String) throws(ForecastingError) -> [Int] {
    if names.contains(name) || !name.contains(",") { return [try column(named: name, for: .dates)] }
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
      DateColumn.holdsNumbersOfDates(texts(column), isNamed: isNamedLikeDates(column), isFirst: column == 0)
    }
    if let column = numbers { return withTimes(column, besides: options) }
    if names.count > 1, free.first == 0, DateColumn.holdsYears(texts(0)) { return joined([0]) }
    let looks = free.first { isNamedLikeDates($0) && !NumberColumn(self, $0).holdsNumbers }
    return (looks ?? free.first { DateColumn.hasShape(texts($0)) }).map { joined([$0]) }
  }

  /// The columns that are neither to be forecast nor to be forecast from.
  private func free(besides options: SeriesOptions) -> [Int] {
    names.indices.filter { names[$0] != options.target && !options.features.contains(names[$0]) }
  }

  /// Whether a column's name, or what stands before a bracket in it, is a word for dates.
  private func isNamedLikeDates(_ column: Int) -> Bool {
    let name = names[column].lowercased().prefix { $0 != "(" && $0 != "[" }
    let words = name.split { !$0.isLetter }
    let dates: Set<Substring> = [
      "date", "dates", "datum", "time", "datetime", "timestamp", "ts", "ds", "dt", "epoch", "unix", "unixtime", "day",
      "week",
      "month", "quarter", "year", "period", "fecha", "datetimeutc", "zeit", "uhrzeit", "zeitstempel", "tag", "woche",
      "monat",
      "quartal", "jahr", "horodatage", "dátum", "dato", "päivämäärä", "tarih", "дата", "время", "日期", "时间", "時間", "日時",
      "日付", "날짜", "시간",
    ]
    let fillers: Set<Substring> = [
      "utc", "gmt", "local", "and", "of", "start", "end", "the", "observation", "s", "ms", "us",
    ]
    return words.contains(where: dates.contains) && words.allSatisfy { dates.contains($0) || fillers.contains($0) }
  }

  /// A column of dates and, where its dates repeat, the times that stand beside it.
  private func withTimes(_ column: Int, besides options: SeriesOptions) -> DateCells {
    let dates = texts(column)
    let repeats = zip(dates, dates.dropFirst()).contains { $0 == $1 }
    guard repeats, let times = free(besides: options).first(where: { $0 != column && holdsTimes($0) }) else {
      return joined([column])
    }
    return joined([column, times])
  }

  /// Whether a column holds times of day, or hours by its name.
  private func holdsTimes(_ column: Int) -> Bool {
    let cells = texts(column).lazy.filter { !NumberText.isMissing($0) }.prefix(100)
    guard !cells.isEmpty else { return false }
    if cells.allSatisfy({ DateText.isTime($0) }) { return true }
    let isNamed = DatePart(named: names[column]) == .hour || isNamedLikeDates(column)
    return isNamed && cells.allSatisfy { DateText.isTime(DateText.time(ofHours: $0)) }
  }

  /// Columns that are parts of dates by their names and cells, such as year, month and day; nil where they do not go together.
  private func parts(_ columns: [Int], beside others: [String]) -> DateCells? {
    guard let parts = DatePart.columns(columns, of: self, beside: others) else { return nil }
    let name = parts.map { names[$0.column] }.joined(separator: ", ")
    let cells = rows.map { row in
      var text = parts.map { $0.part.text(row.fields[$0.column]) }.joined()
      if text.hasSuffix(":") { text += "00" }
      return SeriesCell(line: row.line, column: name, text: text)
    }
    // The parts have an order of their own, whatever the order of the columns.
    return DateCells(columns: parts.map(\.column), cells: cells, format: .yearFirst)
  }

  /// Columns whose cells are one text with spaces between them; a number in the last of several is an hour.
  private func joined(_ columns: [Int]) -> DateCells {
    guard columns.count > 1 else { return DateCells(columns: columns, cells: cells(columns[0])) }
    let name = columns.map { names[$0] }.joined(separator: ", ")
    let cells = rows.map { row in
      let texts = columns.map { row.fields[$0] }
      let last = texts.last ?? ""
      let time = DateText.isTime(last) ? last : DateText.time(ofHours: last)
      return SeriesCell(line: row.line, column: name, text: (texts.dropLast() + [time]).joined(separator: " "))
    }
    return DateCells(columns: columns, cells: cells)
  }
}
