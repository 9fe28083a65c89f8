import Forecasting
import Testing

@Suite struct SeveralSeriesTests {
  private let one =
    "id,ds,y\nB,2021-01-01,1\nB,2021-01-02,2\nB,2021-01-03,3\nA,2021-01-01,10\nA,2021-01-02,20\nA,2021-01-03,30\n"
  private let mixed =
    "ds,id,y\n2021-01-01,7,1\n2021-01-01,5,10\n2021-01-02,7,2\n2021-01-02,5,20\n2021-01-03,7,3\n2021-01-03,5,30\n"

  private func key(_ text: String, _ choice: String) throws -> SeriesKey? {
    try CSVSheet(Array(text.utf8), source: "s").severalSeries(choice)?.key
  }

  @Test func theColumnThatTellsThemApartIsNamed() throws {
    #expect(throws: ForecastingError.severalSeries(source: "s", key: try #require(try key(one, "id")))) {
      try table(one, SeriesOptions(target: "y"))
    }
    #expect(throws: ForecastingError.severalSeries(source: "s", key: try #require(try key(mixed, "id")))) {
      try table(mixed, SeriesOptions(target: "y"))
    }
    #expect(try key(mixed, "id")?.names == ["7", "5"])
  }

  @Test func eachHasItsRows() throws {
    let parts = try #require(try CSVSheet(Array(mixed.utf8), source: "s").severalSeries("id"))
    #expect(parts.sheets.map { Array($0.texts(2)) } == [["1", "2", "3"], ["10", "20", "30"]])
    #expect(parts.sheets.map { (0..<$0.rowCount).map($0.line) } == [[2, 4, 6], [3, 5, 7]])
    #expect(Array(parts.sheets[1].reversed.texts(0)) == ["2021-01-03", "2021-01-02", "2021-01-01"])
  }

  @Test func oneIsChosen() throws {
    #expect(try table(one, SeriesOptions(target: "y", series: "id=A")).target == [10, 20, 30])
    #expect(try table(mixed, SeriesOptions(target: "y", series: "id=7")).target == [1, 2, 3])
    // Numbers that tell series apart are none to forecast.
    #expect(try table(mixed, SeriesOptions(series: "id=5")).features == ["y"])
    #expect(try key(one, "id=A") == nil)
  }

  @Test func twoColumns() throws {
    var text = "shop,item,ds,y\n"
    for day in 1...4 {
      for shop in ["a", "b"] {
        for item in ["x", "y"] { text += "\(shop),\(item),2021-01-0\(day),\(day)\(shop.utf8.first!)\n" }
      }
    }
    let both = try #require(try key(text, "shop,item"))
    #expect(both.names == ["a,x", "a,y", "b,x", "b,y"])
    #expect(throws: ForecastingError.severalSeries(source: "s", key: both)) {
      try table(text, SeriesOptions(target: "y"))
    }
    #expect(try table(text, SeriesOptions(target: "y", series: "shop,item=b,x")).target == [198, 298, 398, 498])
  }

  /// As for every other column that is asked for.
  @Test func aNameThatComesTwiceIsRefused() throws {
    let rows = (1...6).map { "\($0 < 4 ? "A" : "B"),2021-01-0\($0),\($0),\($0 % 2 == 0 ? "Oslo" : "Rome")" }
    let text = "shop,date,value,shop\n" + rows.joined(separator: "\n")
    let error = ForecastingError.duplicateColumn(source: "s", name: "shop", columns: [1, 4])
    for choice in ["shop=A", "shop", "shop,date=A,2021-01-01"] {
      #expect(throws: error) { try table(text, SeriesOptions(target: "value", series: choice)) }
    }
    #expect(throws: error) { try key(text, "shop") }
    // An exact name comes before one with other white space.
    let spaced = text.replacing("shop,date", with: "\"the\nshop\",date").replacing("value,shop", with: "value,the shop")
    #expect(try table(spaced, SeriesOptions(target: "value", series: "the shop=Oslo")).target == [2, 4, 6])
    #expect(try table(spaced, SeriesOptions(target: "value", series: "the\nshop=A")).target == [1, 2, 3])
    let numbers = "date,\"a\nb\",a b\n2021-01-01,1,5\n2021-01-02,2,6\n"
    #expect(try table(numbers, SeriesOptions(features: ["a b"])).features == ["a\nb", "a b"])
  }

  @Test func whatIsNotThere() throws {
    let known = try #require(try key(one, "id"))
    #expect(throws: ForecastingError.seriesNotChosen(source: "s", key: known)) {
      try table(one, SeriesOptions(target: "y", series: "id"))
    }
    #expect(throws: ForecastingError.unknownSeries(source: "s", name: "C", key: known)) {
      try table(one, SeriesOptions(target: "y", series: "id=C"))
    }
    #expect(throws: ForecastingError.unknownColumn(source: "s", name: "shop", role: .series, known: ["id", "ds", "y"]))
    {
      try table(one, SeriesOptions(target: "y", series: "shop=C"))
    }
  }

  @Test func rowsInDisorderAreOneSeriesUnlessDatesRepeat() throws {
    let rows = ["02,a,2", "03,a,3", "04,b,4", "01,b,1", "05,a,5", "06,b,6"]
    let text = "ds,id,y\n" + rows.map { "2021-01-\($0)\n" }.joined()
    let sorted = try table(text)
    #expect(sorted.target == [1, 2, 3, 4, 5, 6])
    #expect(sorted.notes == [.sorted(line: 5)])
    // One more row for a date that the other has: the columns tell two series apart, though neither is in order.
    let more = text + "2021-01-01,a,7\n"
    #expect(throws: ForecastingError.severalSeries(source: "s", key: try #require(try key(more, "id")))) {
      try table(more)
    }
    // And to the same series: nothing tells them apart.
    #expect(throws: ForecastingError.repeatedDate(source: "s", line: 8, date: "2021-01-06")) {
      try table(text + "2021-01-06,b,7\n")
    }
  }
}
