import Forecasting
import Testing

@Suite struct NumberColumnTests {
  private func target(_ cells: [String], _ options: SeriesOptions = SeriesOptions()) throws -> [Double] {
    try table("x\n" + cells.map { "\"\($0)\"\n" }.joined(), options).target
  }

  private func cell(_ line: Int, _ text: String) -> SeriesCell { SeriesCell(line: line, column: "x", text: text) }

  @Test func oneCellDecidesForAll() throws {
    #expect(try target(["1.234", "998", "2.5"]) == [1.234, 998, 2.5])
    #expect(try target(["1.234", "998", "2,5"]) == [1234, 998, 2.5])
    #expect(try target(["1,234", "1,234,567"]) == [1234, 1_234_567])
    #expect(try target(["1,234", "1234,5"]) == [1.234, 1234.5])
    #expect(try target(["1.234", "12345.678"]) == [1.234, 12345.678])
    #expect(try target(["1.234", "0.001"]) == [1.234, 0.001])
    #expect(try target(["1.234", "1.234E+05"]) == [1.234, 123_400])
    #expect(try target(["1 234", "998"]) == [1234, 998])
  }

  @Test func aThousandthIsNeverGuessed() throws {
    let texts = ["998", "1.002", "1.011"]
    #expect(
      throws: ForecastingError.ambiguousNumbers(
        source: "s", cells: [cell(3, "1.002"), cell(4, "1.011")], point: [1.002, 1.011], comma: [1002, 1011])
    ) { try target(texts) }
    #expect(try target(texts, SeriesOptions(decimalMark: .comma)) == [998, 1002, 1011])
    #expect(try target(texts, SeriesOptions(decimalMark: .point)) == [998, 1.002, 1.011])
    #expect(
      throws: ForecastingError.ambiguousNumbers(
        source: "s", cells: [cell(3, "1,002"), cell(2, "998")], point: [1002, 998], comma: [1.002, 998])
    ) { try target(["998", "1,002"]) }
    #expect(
      throws: ForecastingError.ambiguousNumbers(
        source: "s", cells: [cell(3, "1,002")], point: [1002], comma: [1.002])
    ) { try target(["NA", "1,002"]) }
  }

  @Test func cellsThatContradictEachOther() throws {
    let texts = ["1,5", "1.234", "2.5"]
    #expect(throws: ForecastingError.mixedNumbers(source: "s", point: cell(4, "2.5"), comma: cell(2, "1,5"))) {
      try target(texts)
    }
    #expect(throws: ForecastingError.invalidCells(source: "s", first: [cell(2, "1,5")], count: 1)) {
      try target(texts, SeriesOptions(decimalMark: .point))
    }
  }

  @Test func unitsAreOneAColumn() throws {
    let options = SeriesOptions(dateColumn: .numbered)
    let table = try table("x\n\"$1,020.50\"\n-$5\n($5.5)\n", options)
    #expect(table.target == [1020.5, -5, -5.5])
    #expect(table.notes == [.unit(column: "x", "$")])
    #expect(throws: ForecastingError.mixedUnits(source: "s", cells: [cell(2, "1.5K"), cell(3, "1.5M")])) {
      try target(["1.5K", "1.5M"], SeriesOptions(target: "x"))
    }
    #expect(throws: ForecastingError.mixedUnits(source: "s", cells: [cell(2, "5%"), cell(4, "0.05")])) {
      try target(["5%", "6%", "0.05"])
    }
  }

  @Test func decimalCommasBetweenAnything() throws {
    let expected = [1020.15, 998.4]
    for text in [
      "d;x\n1;1.020,15\n2;998,40\n", "d\tx\n1\t1.020,15\n2\t998,40\n", "d,x\n1,\"1.020,15\"\n2,\"998,40\"\n",
    ] {
      let table = try table(text, SeriesOptions(target: "x"))
      #expect(table.target == expected)
      #expect(table.notes == [.decimalComma(column: "x")])
    }
  }

  @Test func textFormulasOfSpreadsheets() throws {
    #expect(try table("x\n=\"1.5\"\n\"=\"\"2.5\"\"\"\n").target == [1.5, 2.5])
  }

  @Test func wordsForMissingValuesAreNoNumbers() throws {
    let cells = [cell(3, "n/a"), cell(4, ".."), cell(5, "#N/A"), cell(6, "-")]
    #expect(throws: ForecastingError.invalidCells(source: "s", first: cells, count: 4)) {
      try target(["1.5", "n/a", "..", "#N/A", "-"])
    }
  }
}
