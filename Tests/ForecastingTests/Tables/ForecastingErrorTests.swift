import Forecasting
import Testing

@Suite struct ForecastingErrorTests {
  private func message(_ text: String, _ options: SeriesOptions = SeriesOptions()) -> String {
    do {
      _ = try table(text, options)
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test func messages() {
    #expect(
      message("d,x\n1981-01-01,1\n1981-01-02\n1981-01-03,1,2\n1,2,3\n1\n")
        == "s: expected 2 fields in a row, but line 3 has 1, line 4 has 3, line 5 has 3 and 1 more; "
        + "mend those rows, and quote fields that hold the delimiter")
    #expect(
      message("d,x\n1981-01-01,1\n1981-01-02,?\n1981-01-03,3\n")
        == "s: 1 value is missing or no number: line 3, x: '?'")
    #expect(
      message("a,b\n1,2\n3,4\n")
        == "s: several columns hold numbers: a, b")
    #expect(
      message("d,x\n1/2/1981,1\n2/2/1981,2\n3/2/1981,2\n")
        == "s: line 2, d: '1/2/1981': can be 1981-02-01 (day first) or 1981-01-02 (month first), "
        + "and no other row decides it")
    #expect(
      message("d,x\n1981-01-02,1\n1981-01-01,2\n1981-01-02,2\n")
        == "s: line 4: a second row for 1981-01-02, after that in line 2; keep one row a date")
  }

  @Test func theLeastNumberOfRowsIsNamed() {
    #expect(throws: ForecastingError.self) { try SeriesSplit(rowCount: 20, steps: 30) }
    do {
      _ = try SeriesSplit(rowCount: 20, steps: 30)
    } catch {
      #expect(
        "\(error)"
          == "the series has 20 rows, at least 33 are needed for windows of 30 rows with a part to train on, "
          + "10 % of it held out and 20 % to test; give a longer series")
    }
  }

  @Test func oneLineWhateverTheFileHolds() {
    let long = "a\nb\u{1B}" + String(repeating: "x", count: 1000)
    let cell = SeriesCell(line: 1, column: long, text: long)
    let names = [String](repeating: long, count: 50)
    let errors: [ForecastingError] = [
      .noHeader(source: "s", line: 1, found: long, likely: 2),
      .duplicateColumn(source: "s", name: long, columns: [1, 2]),
      .unknownColumn(source: "s", name: long, role: .target, known: names),
      .noNumericColumn(source: "s", columns: names), .severalNumericColumns(source: "s", columns: names),
      .notNumeric(source: "s", column: long, cell: cell), .invalidCells(source: "s", first: [cell], count: 9),
      .otherUnit(source: "s", column: long, found: long, learnt: long),
      .nothingBefore(source: "s", cell: cell), .unreadableDate(source: "s", cell: cell),
    ]
    for error in errors {
      let text = "\(error)"
      #expect(!text.unicodeScalars.contains { $0.value < 32 }, "\(text)")
      #expect(text.count < 1000, "\(text)")
    }
  }
}
