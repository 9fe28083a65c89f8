import Forecasting
import Testing

/// Tables with one damaged place: each row is read, is named in a note, or is refused with a line.
@Suite struct DamagedTableTests {
  /// A table without a damage.
  struct Table: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let names: String
    let rows: [String]
    /// Whether the rows are those of one series, of which all values can be read.
    var isOneSeries = true

    var delimiter: Character { names.first { ",;\t".contains($0) } ?? "," }
  }

  /// A line of a file.
  private struct Line {
    let text: String
    var isDamaged = false
  }

  static let tables = [
    Table(testDescription: "days", names: "date,value", rows: (1...9).map { "2021-01-0\($0),\($0).5" }),
    Table(testDescription: "places", names: "place,date,value", rows: (1...9).map { "Oslo,2021-01-0\($0),\($0)5" }),
    Table(
      testDescription: "places behind", names: "date,place,value", rows: (1...9).map { "0\($0).01.2021,Oslo,\($0)5" }),
    Table(
      testDescription: "quoted", names: "\"date\",\"value\"", rows: (1...9).map { "\"2021-01-0\($0)\",\"\($0).5\"" }),
    Table(testDescription: "decimal commas", names: "Datum;Wert", rows: (1...9).map { "0\($0).01.2021;\($0),5" }),
    Table(
      testDescription: "notes", names: "date,value,note",
      rows: (1...9).map { "2021-01-0\($0),\($0).5,\($0 % 3 == 0 ? "\"by hand, twice\"" : "")" }),
    Table(
      testDescription: "years", names: "region,year,value",
      rows: ["North", "South", "Total"].flatMap { name in (2001...2003).map { "\(name),\($0),\($0 % 7)" } },
      isOneSeries: false),
    Table(
      testDescription: "words", names: "name,x",
      rows: "Oslo Bonn Rome Bern Riga Kyiv Wien Prag".split(separator: " ").map { "\($0),\($0.utf8.count * 3)" }),
    Table(testDescription: "one column", names: "height", rows: (1...9).map { "\($0 * 7 % 10).5" }),
  ]

  @Test(arguments: tables) func nothingIsWrongWithTheTables(_ table: Table) {
    expectAllRows(lines(table), namesLine: 1, table, "no damage", isWhole: true)
  }

  @Test(arguments: tables) func oneMarkOrSignIsWrong(_ table: Table) {
    for index in [0, table.rows.count / 2, table.rows.count - 1] {
      let row = Array(table.rows[index])
      for place in 0...row.count {
        let (head, tail) = (String(row[..<place]), String(row[place...]))
        for sign in ["\"", "\u{FFFD}", ";", ",", "x", "7"] {
          expectAllRows(lines(table, index, [head + sign + tail]), table, "'\(sign)' at \(place) of row \(index + 1)")
        }
        guard place < row.count else { continue }
        let behind = String(row[(place + 1)...])
        for sign in ["", "\"", "\u{FFFD}"] {
          expectAllRows(
            lines(table, index, [head + sign + behind]), table, "'\(sign)' for \(place) of row \(index + 1)")
        }
      }
    }
  }

  @Test(arguments: tables) func rowsAreCutOrJoined(_ table: Table) {
    for index in [0, table.rows.count / 2, table.rows.count - 1] {
      let row = Array(table.rows[index])
      for place in 0..<row.count {
        let (head, tail) = (String(row[..<place]), String(row[place...]))
        expectAllRows(lines(table, index, [head]), table, "row \(index + 1) ends at \(place)")
        expectAllRows(lines(table, index, [tail]), table, "row \(index + 1) begins at \(place)")
        // Within quotation marks, a line end is as good as a space.
        if head.count(where: { $0 == "\"" }) % 2 == 0 {
          expectAllRows(lines(table, index, [head, tail]), table, "row \(index + 1) is broken at \(place)")
        }
      }
      guard index + 1 < table.rows.count else { continue }
      var joined = lines(table, index, [table.rows[index] + table.rows[index + 1]])
      joined.remove(at: index + 2)
      expectAllRows(joined, table, "row \(index + 1) has no end")
    }
  }

  @Test(arguments: tables) func aCellIsTooManyOrMissing(_ table: Table) {
    let mark = String(table.delimiter)
    for index in [0, table.rows.count / 2, table.rows.count - 1] {
      let cells = table.rows[index].split(separator: table.delimiter, omittingEmptySubsequences: false).map(String.init)
      for place in 0...cells.count {
        for cell in ["", "7", "x", "2021-02-03", "Total"] {
          let more = cells[..<place] + [cell] + cells[place...]
          expectAllRows(
            lines(table, index, [more.joined(separator: mark)]), table, "'\(cell)' before \(place) of row \(index + 1)")
        }
        guard place < cells.count else { continue }
        let fewer = cells[..<place] + cells[(place + 1)...]
        expectAllRows(
          lines(table, index, [fewer.joined(separator: mark)]), table, "\(place) is missing in row \(index + 1)")
        for cell in ["", "Total", "n.d.", "#N/A", "# 5"] {
          let other = cells[..<place] + [cell] + cells[(place + 1)...]
          expectAllRows(
            lines(table, index, [other.joined(separator: mark)]), table, "'\(cell)' for \(place) of row \(index + 1)")
        }
      }
    }
  }

  /// Titles and footers that look like rows, rows that look like totals.
  @Test(arguments: tables) func aLineLooksLikeAnother(_ table: Table) {
    let (mark, columns) = (String(table.delimiter), table.names.split(separator: table.delimiter).count)
    let words = ["Total", "Bergen", "Source: Bergen", "5", "2021-01-10", "\"Bergen", "# \"Bergen"]
    var others: [String] = []
    for word in words {
      others += [word, "\(word)\(mark)5", "\(word)\(mark)\(mark)5", "\(word)\(mark)\"low", "\(word);2021-01-10;5"]
      others.append(word + String(repeating: "\(mark)5", count: columns - 1))
      others.append(word + String(repeating: "\(mark)low", count: columns))
    }
    for text in others + [table.rows[0], table.rows[table.rows.count - 1]] {
      expectAllRows([Line(text: text, isDamaged: true)] + lines(table), namesLine: 2, table, "title \(text)")
      expectAllRows(lines(table) + [Line(text: text, isDamaged: true)], table, "footer \(text)")
      for index in [0, table.rows.count / 2, table.rows.count - 1] {
        expectAllRows(lines(table, index, [text]), table, "\(text) for row \(index + 1)")
      }
    }
  }

  /// The lines of a file with others in place of a row.
  private func lines(_ table: Table, _ index: Int? = nil, _ others: [String] = []) -> [Line] {
    [Line(text: table.names)]
      + table.rows.enumerated().flatMap { row, text in
        row == index ? others.map { Line(text: $0, isDamaged: true) } : [Line(text: text)]
      }
  }

  private func expectAllRows(
    _ lines: [Line], namesLine: Int = 1, _ table: Table, _ damage: String, isWhole: Bool = false,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let text = lines.map(\.text).joined(separator: "\n")
    // A file that ends without a line end may be cut off.
    for text in lines.last?.isDamaged == true ? [text, text + "\n"] : [text + "\n"] {
      do throws(ForecastingError) {
        let sheet = try CSVSheet(Array(text.utf8), source: "s")
        let rows = Set((0..<sheet.rowCount).map(sheet.line))
        let passed = Set(PassedLines.Reason.allCases.flatMap(sheet.passed.numbers))
        let filled = lines.indices.filter { !isBlank(lines[$0].text, table) }.map { $0 + 1 }
        #expect(
          filled.filter { !rows.contains($0) && !passed.contains($0) } == [namesLine], "\(damage)",
          sourceLocation: location)
        #expect(
          passed.allSatisfy { lines[$0 - 1].isDamaged }, "\(damage): \(sheet.passed)", sourceLocation: location)
        if isWhole { #expect(rows.count == table.rows.count && passed.isEmpty, sourceLocation: location) }
        guard table.isOneSeries else { continue }
        let read = try SeriesTable(sheet, options: SeriesOptions())
        #expect(read.rowCount == rows.count, "\(damage)", sourceLocation: location)
      } catch {
        #expect(!isWhole && namesALine(error, lines), "\(damage): \(error)", sourceLocation: location)
      }
    }
  }

  /// Whether nothing stands in a line but delimiters; where there is one column, a blank line is a missing value.
  private func isBlank(_ text: String, _ table: Table) -> Bool {
    text.allSatisfy { $0 == table.delimiter || $0 == " " || $0 == "\t" }
  }

  /// Whether an error names the line of the damage, or the one behind it, where only that one shows the damage.
  private func namesALine(_ error: ForecastingError, _ lines: [Line]) -> Bool {
    let named = "\(error)".matches(of: /line (\d+)/).compactMap { Int($0.1) }
    return lines.indices.contains { lines[$0].isDamaged && (named.contains($0 + 1) || named.contains($0 + 2)) }
  }
}
