import Notation

/// What can be wrong with a series or with what is asked of it, one case a cause.
///
/// `description` is one line: what, where, what was expected and found, and what to do about the data. It names no
/// option of a program: the program adds those. `source` is a file's path or another name for where the text came from;
/// lines and columns count from 1.
public enum ForecastingError: Error, Equatable, Sendable {
  /// No line holds anything.
  case empty(source: String)
  /// Quotation marks that do not pair in the record that begins at `line`.
  case quotation(source: String, line: Int)
  /// A line holds values, or nothing, where the columns' names are expected; `likely` is a line that may have them, also the
  /// same one.
  case noHeader(source: String, line: Int, found: String, likely: Int?)
  /// A line looks like names, but there are fewer or more of them than fields in the rows, the first of which is `row`.
  case nameCount(source: String, names: FieldCount, row: FieldCount)
  /// The columns' names were to be in a line that names the delimiter; `likely` is another line that may have them.
  case namesDelimiter(source: String, line: Int, found: String, likely: Int?)
  /// The fields are separated by `first` in the names and by `found` in a row; `line` is the first such row.
  case mixedDelimiters(source: String, first: Character, line: Int, found: Character)
  /// The columns' names may stand in any of these lines.
  case unclearHeader(source: String, lines: [Int])
  /// The columns' names were to be in a line that is not there.
  case noSuchLine(source: String, line: Int, count: Int)
  /// Two columns have the name that was asked for; `columns` are their places.
  case duplicateColumn(source: String, name: String, columns: [Int])
  /// Nothing follows the names.
  case noRows(source: String)
  /// `count` rows have too many or too few fields; `first` are the first of them.
  case fieldCount(source: String, expected: Int, first: [FieldCount], count: Int)
  /// No column has the name that was given for a column of this role.
  case unknownColumn(source: String, name: String, role: ColumnRole, known: [String])
  /// No column holds numbers.
  case noNumericColumn(source: String, columns: [String])
  /// Several columns hold numbers and none was chosen.
  case severalNumericColumns(source: String, columns: [String])
  /// A chosen column holds mostly other things than numbers; `cell` is the first of them, nil of an empty column.
  case notNumeric(source: String, column: String, cell: SeriesCell?)
  /// Cells of a column that are numbers of different units, or with and without one.
  case mixedUnits(source: String, cells: [SeriesCell])
  /// One cell of a column is a number only with a point as decimal mark, another one only with a comma.
  case mixedNumbers(source: String, point: SeriesCell, comma: SeriesCell)
  /// The mark in the numbers of a column may stand before a fraction or between thousands; what the cells are in both
  /// readings.
  case ambiguousNumbers(source: String, cells: [SeriesCell], point: [Double], comma: [Double])
  /// `count` cells that are missing or no numbers; `first` are the first of them.
  case invalidCells(source: String, first: [SeriesCell], count: Int)
  /// The first rows of a column lack the value that others would be filled from.
  case nothingBefore(source: String, cell: SeriesCell)
  /// A cell of the date column is missing or no date.
  case unreadableDate(source: String, cell: SeriesCell)
  /// The dates can be read in several ways; what the cell is in each.
  case ambiguousDates(source: String, cell: SeriesCell, meanings: [DateMeaning])
  /// The rows are those of several series, one after the other or side by side, and none was chosen.
  case severalSeries(source: String, key: SeriesKey)
  /// The columns that tell series apart were named, but none of the series.
  case seriesNotChosen(source: String, key: SeriesKey)
  /// No series has the name that was given.
  case unknownSeries(source: String, name: String, key: SeriesKey)
  /// The date in `line` is one that the rows before have reached already, as where a local clock is put back.
  case repeatedHour(source: String, line: Int, date: String)
  /// The date in `line` is that of another line.
  case repeatedDate(source: String, line: Int, other: Int, date: String)
  /// Fewer rows than the work needs; `purpose` completes "are needed for".
  case tooFewRows(rows: Int, needed: Int, purpose: String)
  /// Scaled, a column's values are no numbers of single precision.
  case beyondScale(column: String, method: String)
  /// The step from date to date is another one in new rows than in the data that a model has learnt from.
  case otherStep(source: String, found: RowSpacing, learnt: RowSpacing)
  /// The numbers of a new column have a mark beside them that is of another unit than those that a model has learnt from.
  case otherUnit(source: String, column: String, found: String, learnt: String)
  /// A checkpoint's training cannot go on with this series.
  case otherSeries(path: String)
  /// The first row to predict has no row a season earlier.
  case seasonTooLong(season: Int, rowsBefore: Int)
}

/// What a column of a series is for.
public enum ColumnRole: Equatable, Sendable {
  /// To be forecast.
  case target
  /// To forecast from.
  case feature
  /// To tell when a row was.
  case dates
  /// To tell which series a row belongs to.
  case series
}

/// The number of fields in one row of a file.
public struct FieldCount: Equatable, Sendable {
  /// The line in which the row begins, from 1.
  public let line: Int
  /// The fields found there.
  public let count: Int

  /// A row's line and its number of fields.
  public init(line: Int, count: Int) { (self.line, self.count) = (line, count) }
}

extension ForecastingError: CustomStringConvertible {
  /// The error in one line.
  public var description: String {
    switch self {
    case .empty(let source):
      "\(source): holds nothing; expected a line of column names and rows of values below it"
    case .quotation(let source, let line):
      "\(source): line \(line): the quotation marks do not pair; "
        + "close the quoted field, and write a mark inside it twice"
    case .noHeader(let source, let line, "", _):
      "\(source): line \(line): expected the columns' names, found a blank line"
    case .noHeader(let source, let line, let found, _):
      "\(source): line \(line): expected the columns' names, found the values \(printable(found)); "
        + "put a line of names such as date,value above them"
    case .nameCount(let source, let names, let row):
      "\(source): line \(names.line) has \(counted(names.count, "name")), but the row in line \(row.line) has "
        + "\(counted(row.count, "field")); give each column one name, and quote names and fields that hold the delimiter"
    case .namesDelimiter(let source, let line, let found, let likely):
      "\(source): line \(line): expected the columns' names, found \(printable(found)), which names the delimiter"
        + (likely.map { "; line \($0) looks like names" } ?? "")
    case .mixedDelimiters(let source, let first, let line, let found):
      "\(source): the fields are separated by \(name(ofDelimiter: first)) in the line of names, but by "
        + "\(name(ofDelimiter: found)) in line \(line); give all lines one delimiter"
    case .unclearHeader(let source, let lines):
      "\(source): the columns' names may be in \(lines.map { "line \($0)" }.joined(separator: " or "))"
    case .noSuchLine(let source, let line, let count):
      "\(source): the columns' names are to be in line \(line), but there are \(count) lines"
    case .duplicateColumn(let source, let name, let columns):
      "\(source): columns \(listed(columns.map(String.init))) are all named '\(printable(name))'; "
        + "give each a name of its own"
    case .noRows(let source):
      "\(source): holds only the columns' names; expected rows of values below them"
    case .fieldCount(let source, let expected, let first, let count):
      "\(source): expected \(expected) fields in a row, but "
        + first.map { "line \($0.line) has \($0.count)" }.joined(separator: ", ") + more(count - first.count)
        + "; mend those rows, and quote fields that hold the delimiter"
    case .unknownColumn(let source, let name, _, let known):
      "\(source): no column is named '\(printable(name))'; there are \(listed(known))"
    case .noNumericColumn(let source, let columns):
      "\(source): no column holds numbers; the columns are \(listed(columns)); write numbers in digits, such as 1234.5"
    case .severalNumericColumns(let source, let columns):
      "\(source): several columns hold numbers: \(listed(columns))"
    case .notNumeric(let source, let column, let cell):
      "\(source): column '\(printable(column))' holds no numbers"
        + (cell.map { ": \($0)" } ?? "") + "; choose another column, or write numbers in digits, such as 1234.5"
    case .mixedUnits(let source, let cells):
      "\(source): numbers of different units: \(joined(cells)); give all numbers of a column one unit"
    case .mixedNumbers(let source, let point, let comma):
      "\(source): the decimal mark is a point in \(point), and a comma in \(comma)"
    case .ambiguousNumbers(let source, let cells, let point, let comma):
      "\(source): \(joined(cells)): can be \(joined(point)), or \(joined(comma)), and no other row decides it"
    case .invalidCells(let source, let first, let count):
      "\(source): \(count) \(count == 1 ? "value is" : "values are") missing or no number: "
        + first.map { "\($0)" }.joined(separator: "; ") + more(count - first.count)
    case .nothingBefore(let source, let cell):
      "\(source): \(cell): no earlier row has a value to take in its place"
    case .unreadableDate(let source, let cell):
      "\(source): \(cell): expected a date such as 1981-01-31 or 31.01.1981"
    case .ambiguousDates(let source, let cell, let meanings):
      "\(source): \(cell): can be \(meanings.map { "\($0.date) (\($0.words))" }.joined(separator: " or ")), "
        + "and no other row decides it"
    case .severalSeries(let source, let key):
      "\(source): the rows are those of \(key.names.count) series, which '\(printable(key.column))' tells apart: "
        + listed(key)
    case .seriesNotChosen(let source, let key):
      "\(source): '\(printable(key.column))' tells \(key.names.count) series apart: \(listed(key))"
    case .unknownSeries(let source, let name, let key):
      "\(source): no series is named '\(printable(name))' in '\(printable(key.column))'; there are \(listed(key))"
    case .repeatedHour(let source, let line, let date):
      "\(source): line \(line): \(date) comes a second time, as where a local clock is put back in autumn"
    case .repeatedDate(let source, let line, let other, let date):
      "\(source): line \(line): a second row for \(date), which line \(other) has as well; keep one row a date"
    case .tooFewRows(let rows, let needed, let purpose):
      "the series has \(rows) \(rows == 1 ? "row" : "rows"), at least \(needed) are needed for \(purpose); "
        + "give a longer series"
    case .beyondScale(let column, let method):
      "column '\(printable(column))': its values, scaled by the method \(method), are too large or too small to compute with"
    case .otherStep(let source, let found, let learnt):
      "\(source): the step from date to date is \(found.words), but \(learnt.words) in the data that the model has learnt "
        + "from; give rows of that step"
    case .otherUnit(let source, let column, let found, let learnt):
      "\(source): the numbers in '\(printable(column))' are in \(printable(found)), those that the model has learnt from "
        + "in \(printable(learnt)); give them in that unit"
    case .otherSeries(let path):
      "\(path) was trained on other data; resume with the file that it began with"
    case .seasonTooLong(let season, let rowsBefore):
      "a season of \(season) rows, but only \(rowsBefore) rows stand before the first one to predict"
    }
  }
}

private func name(ofDelimiter sign: Character) -> String { sign == "\t" ? "tabs" : "'\(sign)'" }

private func joined(_ cells: [SeriesCell]) -> String { cells.map { "\($0)" }.joined(separator: " and ") }

private func joined(_ numbers: [Double]) -> String { numbers.map { NumberFormat.exact($0) }.joined(separator: " and ") }

/// Names of several parts in quotation marks.
private func listed(_ key: SeriesKey) -> String {
  listed(key.column.contains(",") ? key.names.map { "'\($0)'" } : key.names)
}

private func listed(_ names: [String]) -> String {
  names.prefix(12).map(printable).joined(separator: ", ") + more(names.count - 12)
}

private func more(_ count: Int) -> String { count > 0 ? " and \(count) more" : "" }
