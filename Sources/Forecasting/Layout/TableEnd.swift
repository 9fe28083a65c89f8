import Notation

/// The totals and notes below the rows of a table, found from its last line upwards.
///
/// A file may end in the middle of a row, a quotation may hold rows, and a series may be called `Total`. So a line of which
/// anything may be that of a row stays among the rows, where it is refused by its number.
struct TableEnd {
  /// A line that looks like a total or a note.
  private struct Remark {
    let index: Int
    let row: CSVRow
    let column: Int
    let label: String
    let isWhole: Bool
  }

  private let layout: TableLayout
  private let places: RowPlaces
  /// The indices of the rows that are no whole ones, ascending.
  private let odd: [Int]
  /// The columns whose dates have no words.
  private let numericDates: [Int]
  /// The lines at the end that are no rows, with blank ones among them.
  private(set) var count = 0
  /// The totals and notes, from the last line upwards.
  private(set) var remarks: [CSVRow] = []

  /// More totals than this are a series.
  private static let mostTotals = 3

  /// - odd: the indices of the rows whose fields are too many or too few, or whose quotation marks do not pair.
  init(_ layout: TableLayout, _ places: RowPlaces, odd: [Int]) {
    (self.layout, self.places, self.odd) = (layout, places, odd)
    numericDates = layout.dateColumns.filter { column in
      let cells = places.starts.prefix(100).map { layout.text.field(column, at: $0) }
      let dates = cells.filter { [.date, .number].contains(CellContent($0)) }
      return !dates.isEmpty
        && dates.allSatisfy { date in !zip(date, date.dropFirst()).contains { $0.isLetter && $1.isLetter } }
    }
    let found = candidates()
    let trailing = count
    let known = firstRows(ofLabelsIn: found.remarks)
    for remark in found.remarks {
      if let first = known[remark.column]?[remark.label], first < remark.index { break }
      remarks.append(remark.row)
      count = places.count - remark.index
    }
    // What stands below the names alone is a table, whatever its rows are called.
    if remarks.count == found.remarks.count, found.reachesNames { (count, remarks) = (trailing, []) }
  }

  /// The lines at the end that look like remarks by themselves; counts the blank ones below them.
  private mutating func candidates() -> (remarks: [Remark], reachesNames: Bool) {
    var (found, wholeCount, beforeTotals, oddCount): ([Remark], Int, Int, Int) = ([], 0, 0, odd.count)
    for index in places.starts.indices.reversed() {
      let isOdd = oddCount > 0 && odd[oddCount - 1] == index
      if isOdd { oddCount -= 1 }
      var row: CSVRow?
      layout.text.forEachRow(from: places.starts[index], line: places.line(index)) {
        row = $0
        return false
      }
      guard let row else { break }
      if row.isBlank && !row.isBroken {
        if found.isEmpty { count += 1 }
        continue
      }
      guard let remark = remark(row, index, isWhole: !isOdd) else { return (found, false) }
      if remark.isWhole {
        if wholeCount == 0 { beforeTotals = found.count }
        wholeCount += 1
        if wholeCount > TableEnd.mostTotals { return (Array(found[..<beforeTotals]), false) }
      }
      found.append(remark)
    }
    return (found, !found.isEmpty)
  }

  /// A line as a total or a note; nil where it may be a row.
  private func remark(_ row: CSVRow, _ index: Int, isWhole: Bool) -> Remark? {
    if row.isUnclosed || row.isOverLines && (row.isBroken || holdsRow(row)) { return nil }
    let (fields, kinds) = (layout.text.fields(at: row.start), layout.kinds)
    let cells = fields.map(CellContent.init)
    guard let column = fields.firstIndex(where: { !$0.isEmpty }), column < kinds.count, cells[column] == .text else {
      return nil
    }
    let label = RemarkLabel(fields[column])
    let isOfDates = layout.dateColumns.contains(column)
    let later = column + 1..<max(column + 1, min(fields.count, kinds.count))
    if later.contains(where: { layout.dateColumns.contains($0) && fields[$0].contains(where: \.isNumber) }) {
      return nil
    }
    if fields.count == 1 && layout.delimiter(ofRow: fields[0]) != nil { return nil }
    let holdsNumber = later.contains { kinds[$0] == .number && CellContent.beginsNumber(fields[$0]) }
    let remark = Remark(index: index, row: row, column: column, label: label.text, isWhole: isWhole)
    if label.isMarkedValue(in: kinds[column], ofDates: isOfDates) { return nil }
    // In the place of a date, a word for a total is no value that a row may have.
    if isOfDates ? label.isRemarkBehindAWord : label.isRemark {
      return isWhole || !holdsNumber || isOfDates ? remark : nil
    }
    // A row may have a mark as well.
    if label.isMarked && !(isWhole && holdsNumber) { return !holdsNumber || isOfDates ? remark : nil }
    if isWhole && numericDates.contains(column) && label.isNoDate && !later.contains(where: { holdsWords(cells, $0) }) {
      return remark
    }
    // A cell that is missing, or one too many, moves the others to other columns.
    let isMoved = !isWhole && cells[(column + 1)...].contains { $0 == .number || $0 == .date }
    guard !holdsNumber, !isMoved, label.text.contains(where: \.isLetter), !CellContent.beginsNumber(label.text),
      !DateText.hasShape(label.text), !hasDatesThatBeginWithWords(column)
    else { return nil }
    if isWhole {
      let words = label.text.split(separator: " ").count
      return kinds[column] == .date || !kinds.contains(.date) && kinds[column] == .number && words > 2 ? remark : nil
    }
    // A row whose first cells are words may be cut off behind one of them.
    let isLastOfAll = row.end == layout.text.bytes.count
    if isLastOfAll && kinds[column] != .date && kinds[column] != .number { return nil }
    return fields.count == 1 || !label.text.contains(where: \.isNumber) ? remark : nil
  }

  /// Whether a cell of a column of words holds something.
  private func holdsWords(_ cells: [CellContent], _ column: Int) -> Bool {
    layout.kinds[column] == .text && cells[column] != .missing
  }

  /// Whether a column is of dates such as `Jan 31 2021`, which a row that is cut off may begin with.
  private func hasDatesThatBeginWithWords(_ column: Int) -> Bool {
    guard layout.kinds[column] == .date, let first = places.starts.first else { return false }
    return layout.text.field(column, at: first).first?.isLetter == true
  }

  /// Whether a quotation over several lines holds a row, as one that was not closed where it should have been.
  private func holdsRow(_ row: CSVRow) -> Bool {
    layout.text.linesWithin(row).contains { RowFit($0.map(CellContent.init), layout.kinds).hits > 0 }
  }

  /// For each label, by its column, the first whole row that has it there; for that of a line that is no whole row, also the
  /// first that has a label which begins so. Cost: one look at each of these columns.
  private func firstRows(ofLabelsIn remarks: [Remark]) -> [Int: [String: Int]] {
    var result: [Int: [String: Int]] = [:]
    for (column, remarks) in Dictionary(grouping: remarks, by: \.column) {
      let (labels, begun) = (Set(remarks.map(\.label)), Set(remarks.filter { !$0.isWhole }.map(\.label)))
      let lengths = Set(labels.map(\.utf8.count))
      var (first, index, oddCount): ([String: Int], Int, Int) = ([:], 0, 0)
      layout.text.forEachField(column, count: places.count, start: { places.starts[$0] }) { cell in
        let isOdd = oddCount < odd.count && odd[oddCount] == index
        if isOdd { oddCount += 1 }
        for length in lengths where !isOdd && length <= cell.count {
          let label = String(decoding: cell[..<length], as: UTF8.self)
          if first[label] == nil, length == cell.count ? labels.contains(label) : begun.contains(label) {
            first[label] = index
          }
        }
        index += 1
      }
      result[column] = first
    }
    return result
  }
}
