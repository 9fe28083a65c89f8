import Notation

/// A row of a text as a person sees it who looks for the names.
struct SampleRow {
  let row: CSVRow
  let fields: [String]
  let kinds: [CellContent]
  /// Whether a blank line stands above it.
  let isAfterBlank: Bool
  /// Whether the row begins with the sign of a comment.
  let isComment: Bool

  /// The fields that hold something, each once.
  var distinctCount: Int { Set(fields.filter { !$0.isEmpty }).count }

  /// Whether the row is one of values: it has a date, or nothing but numbers.
  var holdsValues: Bool {
    kinds.contains(.date)
      || zip(fields, kinds).allSatisfy { $1 == .missing || $1 == .number && NumberText($0)?.unit.isEmpty == true }
  }
}

/// The first rows of a text, cut by one delimiter; blank ones are left out.
struct TableSample {
  let text: CSVText
  let rows: [SampleRow]
  /// Whether these are all rows of the text.
  let isWhole: Bool
  /// The number of fields of the rows that are most likely those of the table.
  private(set) var fieldCount: Int
  /// How likely the delimiter is, beside others.
  private let likelihood: Int

  /// The rows from the beginning of a line on.
  init(_ text: CSVText, from start: Int, line: Int, limit: Int) {
    var (rows, isAfterBlank, isWhole): ([SampleRow], Bool, Bool) = ([], false, true)
    text.forEachRow(from: start, line: line) { row in
      if row.isBlank {
        isAfterBlank = true
        return true
      }
      guard rows.count < limit else {
        isWhole = false
        return false
      }
      let fields = text.fields(at: row.start)
      let kinds = fields.map(CellContent.init)
      // `#N/A` and `#DIV/0!` are cells of spreadsheets.
      rows.append(
        SampleRow(
          row: row, fields: fields, kinds: kinds, isAfterBlank: isAfterBlank,
          isComment: kinds[0] != .missing && CommentSign.begins(text.bytes[row.start..<row.end])))
      isAfterBlank = false
      return true
    }
    (self.text, self.rows, self.isWhole) = (text, rows, isWhole)
    let run = TableSample.likeliestRun(rows.filter { !$0.isComment })
    fieldCount = run.fieldCount
    // A quotation that never ends holds rows that are like those above it.
    let swallowed = rows.last.flatMap { $0.row.isUnclosed ? min(limit, $0.row.nextLine - line) : nil }
    likelihood = swallowed.map { run.weight * $0 / rows.count } ?? run.weight
  }

  /// The rows, cut by the delimiter under which most rows that follow each other are alike: tab, semicolon, comma, bar, in
  /// this order where several are as good. A comma may be a decimal mark, a semicolon hardly anything else.
  static func cut(_ bytes: [UInt8], from start: Int, line: Int, limit: Int) -> TableSample {
    let samples = Delimiter.allCases.map {
      TableSample(CSVText(bytes, delimiter: $0.byte), from: start, line: line, limit: limit)
    }
    let best = samples.reduce(samples[0]) { $1.likelihood > $0.likelihood ? $1 : $0 }
    return best.likelihood > 0 ? best : samples[2]
  }

  /// The same rows, if those are the table's that are as long as the first one.
  var asLongAsTheFirst: TableSample {
    var sample = self
    sample.fieldCount = rows.first { !$0.isComment }?.fields.count ?? fieldCount
    return sample
  }

  /// The longest run of rows that have equally many fields. A row with a date weighs most, one with a number more than one
  /// with words alone. Up to two rows of another length may stand within a run: a row that is broken in the middle makes two.
  /// Rows of one field are taken only where there is nearly nothing else, and their delimiter is not known.
  private static func likeliestRun(_ rows: [SampleRow]) -> (fieldCount: Int, weight: Int) {
    var (best, single): ((fieldCount: Int, weight: Int), Int) = ((1, 0), 0)
    var runs: [Int: (last: Int, weight: Int)] = [:]
    for (index, row) in rows.enumerated() {
      var run = runs[row.fields.count] ?? (index, 0)
      if index - run.last > 3 { run.weight = 0 }
      run.weight += row.kinds.contains(.date) ? 3 : row.kinds.contains(.number) ? 2 : 1
      run.last = index
      runs[row.fields.count] = run
      if row.fields.count == 1 {
        single = max(single, run.weight)
      } else if run.weight > best.weight {
        best = (row.fields.count, run.weight)
      }
    }
    return single > 2 * best.weight ? (1, 0) : best
  }
}

/// What lines begin with that are no rows.
enum CommentSign {
  /// Whether a line begins with `#`, `%` or `//`, outside of quotation marks.
  static func begins(_ line: ArraySlice<UInt8>) -> Bool {
    let content = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    switch content.first {
    case UInt8(ascii: "#"), UInt8(ascii: "%"): return true
    case UInt8(ascii: "/"): return content.dropFirst().first == UInt8(ascii: "/")
    default: return false
    }
  }

  /// The names of a line that begins with such a sign, without it; a sign that stands alone is a name.
  static func names(_ fields: [String]) -> [String] {
    let first = fields[0].drop { "#%/ ".contains($0) }
    return first.isEmpty ? fields : [String(first)] + fields.dropFirst()
  }
}
