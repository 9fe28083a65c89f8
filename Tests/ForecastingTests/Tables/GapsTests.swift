import Forecasting
import Testing

@Suite struct GapsTests {
  private let text = "date,t,u\n1981-01-01,1,\n1981-01-02,?,5\n\"1981-01-03\",x,5\n1981-01-05,5,5\n1981-01-06,NA,7\n"

  private func cell(_ line: Int, _ column: String, _ text: String) -> SeriesCell {
    SeriesCell(line: line, column: column, text: text)
  }

  @Test func errorsListTheFirstCells() throws {
    let cells = [cell(3, "t", "?"), cell(4, "t", "x"), cell(6, "t", "NA")]
    #expect(throws: ForecastingError.invalidCells(source: "s", first: cells, count: 3)) {
      try table(text, SeriesOptions(target: "t"))
    }
    #expect(throws: ForecastingError.invalidCells(source: "s", first: [cell(2, "u", "")] + cells, count: 4)) {
      try table(text, SeriesOptions(target: "t", features: ["u"]))
    }
    let many = "x\n" + [String](repeating: "1\nz\n", count: 9).joined()
    #expect(
      throws: ForecastingError.invalidCells(
        source: "s", first: (1...5).map { cell(2 * $0 + 1, "x", "z") }, count: 9)
    ) { try table(many) }
  }

  @Test func aQuotedLineEndBeforeShiftsTheLine() {
    #expect(throws: ForecastingError.invalidCells(source: "s", first: [cell(4, "x", "")], count: 1)) {
      try table("note,x\n\"two\nlines\",1\n\"again\ntwo\",\nc,3\nd,4\n")
    }
  }

  @Test func previousValue() throws {
    let table = try table(text, SeriesOptions(target: "t", missingValues: .previous))
    #expect(table.target == [1, 1, 1, 5, 5])
    #expect(
      table.filled == [
        FilledCell(cell: cell(3, "t", "?"), value: 1), FilledCell(cell: cell(4, "t", "x"), value: 1),
        FilledCell(cell: cell(6, "t", "NA"), value: 5),
      ])
    #expect(throws: ForecastingError.nothingBefore(source: "s", cell: cell(2, "u", ""))) {
      try SeriesTable(csv: text, source: "s", options: SeriesOptions(target: "u", missingValues: .previous))
    }
  }

  @Test func straightLineOverTime() throws {
    let options = SeriesOptions(target: "t", features: ["u"], missingValues: .interpolate)
    let table = try table(text, options)
    // From the 1st to the 5th, of which the 4th has no row; after the last value that value.
    #expect(table.columns == [[1, 2, 3, 5, 5], [5, 5, 5, 5, 7]])
    #expect(table.filled.map(\.cell.line) == [2, 3, 4, 6])
    #expect(table.filled.map(\.value) == [5, 2, 3, 5])
  }

  @Test func gapsAtBothEndsAndNone() {
    let none = Double.nan
    #expect(
      Gaps([none, none, 1, none, none, 4, none]).interpolated(at: [0, 1, 2, 3, 4, 5, 6]) == [1, 1, 1, 2, 3, 4, 4])
    let filled = Gaps([none, 1, none, 2]).filledWithPrevious()
    #expect(filled[0].isNaN && filled[1...] == [1, 1, 2])
    #expect(Gaps([1, 2]).interpolated(at: [0, 1]) == [1, 2])
    #expect(Gaps([none, none]).interpolated(at: [0, 1]).allSatisfy { $0.isNaN })
    #expect(Gaps([none, none]).rows == [0, 1] && Gaps([1]).rows.isEmpty)
    #expect(Gaps([]).interpolated(at: []).isEmpty)
  }
}
