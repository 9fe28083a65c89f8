import Notation

/// Finds the names among the lines above the first row.
struct HeaderSearch {
  let sample: TableSample
  /// What most cells of each column are.
  let kinds: [CellContent]
  /// The first row that is one beyond doubt; nil where no column holds numbers or dates.
  let firstRow: Int?
  let source: String

  /// Looks at the first rows of a text from the beginning of a line on.
  ///
  /// - delimiter: nil to find it.
  init(_ bytes: [UInt8], _ delimiter: UInt8?, from place: (start: Int, line: Int), rows limit: Int, source: String) {
    self.init(
      delimiter.map { TableSample(CSVText(bytes, delimiter: $0), from: place.start, line: place.line, limit: limit) }
        ?? TableSample.cut(bytes, from: place.start, line: place.line, limit: limit), source: source)
  }

  private init(_ sample: TableSample, source: String) {
    let rows = sample.rows.filter { !$0.isComment && $0.fields.count == sample.fieldCount }
    // Titles stand above.
    let later = rows.dropFirst(rows.count / 3)
    let kinds = (0..<sample.fieldCount).map { column in CellContent(ofMost: later.lazy.map { $0.kinds[column] }) }
    firstRow = sample.rows.firstIndex { row in
      !row.isComment && row.fields.count == sample.fieldCount && RowFit(row.kinds, kinds).isWhole
    }
    (self.sample, self.kinds, self.source) = (sample, kinds, source)
  }

  /// The same search, if the table's rows are as long as the first one.
  var asLongAsTheFirst: HeaderSearch { HeaderSearch(sample.asLongAsTheFirst, source: source) }

  private func row(_ index: Int) -> SampleRow { sample.rows[index] }
  private func fit(_ index: Int) -> RowFit { RowFit(row(index).kinds, kinds) }

  /// A line as it stands there, for messages.
  func words(_ index: Int) -> String {
    row(index).fields.joined(separator: String(UnicodeScalar(sample.text.delimiter)))
  }

  /// The row that holds the names.
  ///
  /// - Throws: `noHeader`, `nameCount`, `fieldCount`, `quotation`, `unclearHeader`.
  func header() throws(ForecastingError) -> Int {
    guard let firstRow else { return try checked(sample.rows.firstIndex { !$0.isComment } ?? 0) }
    var (top, candidates, above) = (firstRow, [Int](), firstRow)
    // Upwards: rows with some cells that do not fit, then lines that hold no values. They end at a blank line.
    while above > 0, above == firstRow || !row(above).isAfterBlank {
      above -= 1
      if row(above).isComment { continue }
      guard mayName(above) else { break }
      if fit(above).isNone && !beginsLikeARow(above) {
        candidates.append(above)
      } else if candidates.isEmpty {
        top = above
      } else {
        break
      }
    }
    if let names = try names(candidates) { return names }
    // A program that writes arrays puts the sign of a comment before the names.
    if top > 0, row(top - 1).isComment, row(top - 1).fields.count == sample.fieldCount, !row(top - 1).holdsValues {
      return top - 1
    }
    return try checked(top)
  }

  /// A line, if it may hold the names; an error about it, or about what stands between it and the names, if not.
  private func checked(_ index: Int) throws(ForecastingError) -> Int {
    guard !areNumberedNames(index), row(index).holdsValues || looksLikeARow(index) else { return index }
    var top = index
    while top > 0, !row(top).isAfterBlank, !row(top - 1).isComment, !mayName(top - 1) { top -= 1 }
    let between = top..<index
    // A title or comment over several lines may hold the names.
    let broken = (max(0, top - 1)..<index).first {
      row($0).row.isBroken && ($0 >= top || row($0).row.isOverLines)
    }
    if let broken {
      throw .quotation(source: source, line: row(broken).row.line)
    }
    // Broken rows below the names, or fewer or more names than columns.
    if !between.isEmpty, areNames(top - 1, above: between) {
      throw .fieldCount(
        source: source, expected: sample.fieldCount, first: between.prefix(3).map(fieldCount), count: between.count)
    }
    if let names = between.last, !row(names).holdsValues {
      throw .nameCount(source: source, names: fieldCount(names), row: fieldCount(index))
    }
    let (line, isDated) = (row(index).row.line, kinds.contains(.date) && beginsLikeARow(index))
    throw .noHeader(
      source: source, line: line, found: words(index), likely: isDated || row(index).kinds.contains(.date) ? nil : line)
  }

  /// Whether a line is more likely to hold the names than those below it, which are not as long as the rows.
  private func areNames(_ index: Int, above others: Range<Int>) -> Bool {
    guard index >= 0, !row(index + 1).isAfterBlank, !row(index).isComment, !row(index).holdsValues else { return false }
    return others.contains { row($0).holdsValues || row($0).fields[0].first?.isNumber == true }
      || others.allSatisfy { row($0).distinctCount < row(index).distinctCount }
  }

  /// Whether a line that holds no values to be sure of may be a row nevertheless: by its date, or without one by words where
  /// words are and numbers where numbers are. Numbers are names only where they have units, are years, or count up.
  private func looksLikeARow(_ index: Int) -> Bool {
    if let dates = kinds.firstIndex(of: .date) {
      if beginsLikeARow(index) { return true }
      guard dates < row(index).fields.count, row(index).fields[dates].isEmpty else { return false }
    } else if !fit(index).isWhole || !kinds.contains(.text) {
      return false
    }
    let numbers = zip(row(index).fields, zip(row(index).kinds, kinds)).filter { $1 == (.number, .number) }.map(\.0)
    return numbers.allSatisfy { NumberText($0)?.unit.isEmpty == true } && !HeaderSearch.mayBeNames(numbers)
  }

  /// Whether a line of numbers alone has names as programs number columns: the first one is empty or, above dates, counted
  /// as well.
  private func areNumberedNames(_ index: Int) -> Bool {
    let (fields, cells) = (row(index).fields, row(index).kinds)
    guard cells.allSatisfy({ $0 == .number || $0 == .missing }), cells.contains(.number) else { return false }
    let numbers = zip(fields, cells).filter { $1 == .number }.map(\.0)
    let dated = kinds.firstIndex(of: .date).flatMap { $0 < fields.count ? fields[$0] : nil }
    // A number of four digits above dates may be the first of their years.
    let isCounted = numbers.count > 1 && (dated.map { $0.count < 4 } ?? false)
    return (fields[0].isEmpty || dated?.isEmpty == true || isCounted) && HeaderSearch.mayBeNames(numbers)
  }

  /// Whether numbers may be names: years, or numbers that go up by one, two of them from 0 or 1.
  private static func mayBeNames(_ numbers: [String]) -> Bool {
    if numbers.allSatisfy(DateText.isYear) || numbers == ["0"] { return true }
    let counts = numbers.compactMap { Int($0) }
    return counts.count == numbers.count && counts.count > 1
      && zip(counts, counts.dropFirst()).allSatisfy { $0 &+ 1 == $1 }
      && ((0...1).contains(counts[0]) || counts.count > 2)
  }

  /// The error of a table of which the names, or rows above the first one that was found, have another delimiter; nil of
  /// other tables.
  var mixedDelimiters: ForecastingError? {
    guard let firstRow, sample.fieldCount > 1 else { return nil }
    let found = Character(UnicodeScalar(sample.text.delimiter))
    for above in sample.rows[..<firstRow] where !above.isComment && above.fields.count != sample.fieldCount {
      for other in Delimiter.allCases where other.byte != sample.text.delimiter {
        let fields = CSVText(sample.text.bytes, delimiter: other.byte).fields(at: above.row.start)
        let cells = fields.map(CellContent.init)
        guard fields.count == sample.fieldCount else { continue }
        if RowFit(cells, kinds).isWhole {
          return .mixedDelimiters(source: source, first: found, line: above.row.line, found: other.rawValue)
        }
        // Between semicolons, decimal commas make as many fields as there are columns.
        let valueFields = CSVText(sample.text.bytes, delimiter: other.byte).fields(at: row(firstRow).row.start)
        if cells.contains(.text), !cells.contains(.date), Set(fields).count == fields.count,
          valueFields.count != fields.count
        {
          return .mixedDelimiters(
            source: source, first: other.rawValue, line: sample.rows[firstRow].row.line, found: found)
        }
      }
    }
    return nil
  }

  private func fieldCount(_ index: Int) -> FieldCount {
    FieldCount(line: row(index).row.line, count: row(index).fields.count)
  }

  /// Whether a line is as long as the rows, but for columns without name or content at its end.
  private func mayName(_ index: Int) -> Bool {
    let (count, expected) = (row(index).fields.count, sample.fieldCount)
    if count > expected { return row(index).fields[expected...].allSatisfy(\.isEmpty) }
    return count == expected
      || sample.rows.allSatisfy { $0.fields.count != expected || $0.fields[count...].allSatisfy(\.isEmpty) }
  }

  /// The one of several lines without values that holds the names: that with the most different words; of several, that
  /// which has a word for dates above the dates; or the one above a line of units; or, in a table of one column, the one
  /// below a title. Nil of none.
  private func names(_ candidates: [Int]) throws(ForecastingError) -> Int? {
    let most = candidates.map { row($0).distinctCount }.max() ?? 0
    var best = candidates.filter { row($0).distinctCount == most }
    guard best.count > 1 else { return best.first }
    if row(best[0]).fields == row(best[1]).fields { return best[0] }
    if let dates = kinds.firstIndex(of: .date) {
      let named = best.filter { ColumnWords.areDates(row($0).fields[dates]) }
      if !named.isEmpty { best = named }
    }
    if best.count == 1 { return best[0] }
    if holdsUnits(best[0]) { return best[1] }
    // A title has several words, a name often one.
    if sample.fieldCount == 1, row(best[1]).fields[0].contains(" ") { return best[0] }
    throw .unclearHeader(source: source, lines: best.map { row($0).row.line }.sorted())
  }

  /// Whether a cell of a line looks like a unit, or like the form of a date.
  private func holdsUnits(_ index: Int) -> Bool {
    row(index).fields.contains { field in
      let plain = field.lowercased()
      return plain.hasPrefix("(") && plain.hasSuffix(")") || plain.hasPrefix("[") && plain.hasSuffix("]")
        || plain.contains { "°%‰²³/".contains($0) } || plain.hasPrefix("yyyy") || plain.hasPrefix("dd")
        || HeaderSearch.units.contains(plain)
    }
  }

  private static let units: Set = [
    "degc", "deg c", "degf", "deg f", "c", "f", "k", "mm", "cm", "m", "km", "in", "ft", "mi", "mg", "g", "kg", "t", "l",
    "ml", "m3", "ml/d", "w", "kw", "mw", "gw", "wh", "kwh", "mwh", "gwh", "v", "a", "hz", "pa", "hpa", "kpa", "bar",
    "mbar", "s", "sec", "min", "h", "hr", "d", "kt", "kn", "eur", "usd", "gbp", "chf", "€", "$", "£", "count", "pcs",
    "stück", "unit", "units", "iso", "utc", "local", "psi", "ppm", "ppb", "db", "lux", "rpm",
  ]

  /// The lines below the names that are no rows: the numbers of the columns, and those without a value that have no digits
  /// where dates are, or, without dates, have units. What else stands there may be a row whose cells are wrong.
  func unitRows(below header: Int) -> [Int] {
    guard let firstRow, firstRow > header else { return [] }
    let names = row(header).fields
    let dates =
      kinds.firstIndex(of: .date)
      ?? kinds.indices.first { kinds[$0] == .number && $0 < names.count && ColumnWords.areDates(names[$0]) }
    return (header + 1..<firstRow).filter { index in
      if row(index).isComment { return false }
      if kinds.contains(.date) && holdsColumnNumbers(index) { return true }
      // A quotation that was not closed where it should have been holds rows.
      guard fit(index).isNone, !row(index).row.isBroken, !row(index).row.isOverLines else { return false }
      guard let dates else { return holdsUnits(index) }
      return dates >= row(index).fields.count || !row(index).fields[dates].contains(where: \.isNumber)
    }
  }

  /// Whether a line has something like a date, or the beginning of one, in the column of dates, or, without dates, something
  /// that begins like a number in each column of numbers, and so may be a row.
  private func beginsLikeARow(_ index: Int) -> Bool {
    let fields = row(index).fields
    if let dates = kinds.firstIndex(of: .date) {
      return dates < fields.count && (DateText.hasShape(fields[dates]) || CellContent.beginsNumber(fields[dates]))
    }
    return zip(fields, kinds).allSatisfy { $1 != .number || CellContent.beginsNumber($0) }
  }

  private func holdsColumnNumbers(_ index: Int) -> Bool {
    row(index).fields.count > 1
      && row(index).fields.enumerated().allSatisfy { column, field in
        field.filter { !"()[]".contains($0) } == "\(column + 1)"
      }
  }
}
