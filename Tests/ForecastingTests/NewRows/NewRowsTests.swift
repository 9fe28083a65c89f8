import Forecasting
import Testing

@Suite struct NewRowsTests {
  private func table(_ rows: [String], names: String = "date,x", _ options: SeriesOptions) throws -> SeriesTable {
    try SeriesTable(csv: names + "\n" + rows.joined(separator: "\n") + "\n", source: "s", options: options)
  }

  private func days(_ cell: (Int) -> String) -> [String] {
    (1...28).map { "2021-02-\($0 < 10 ? "0" : "")\($0),\(cell($0))" }
  }

  /// A model of the rows.
  private func subject(of table: SeriesTable, _ column: DateColumnChoice = .named("date")) -> SeriesSubject {
    SeriesSubject(
      options: SeriesOptions(dateColumn: column, target: "x"), features: ["x"],
      scaling: Scaling(.standard, columns: table.columns, rows: 0..<table.rowCount), quantity: .level,
      testFraction: 0.2, season: nil, learnt: LearntRows(table))
  }

  private func message(_ subject: SeriesSubject, _ table: SeriesTable) -> String {
    do throws(ForecastingError) {
      return try subject.notes(on: table, source: "new.csv").map(\.description).joined(separator: "\n")
    } catch {
      return "error: \(error)"
    }
  }

  @Test func theStepIsNamed() throws {
    let options = SeriesOptions(target: "x")
    let model = subject(of: try table(days { "\($0 % 9)" }, options))
    #expect(message(model, try table(days { "\($0 % 8)" }, options)) == "")
    let hours = (0..<24).map { "2021-04-01 \($0 < 10 ? "0" : "")\($0):00,\($0 % 9)" }
    let expected =
      "error: new.csv: the step from date to date is 1 hour, but 1 day in the data that the model has learnt from; give rows "
      + "of that step"
    #expect(message(model, try table(hours, options)) == expected)
    // Newest first.
    #expect(message(model, try table(hours.reversed(), options)) == expected)
    let months = (1...9).map { "2021-0\($0)-01,\($0)" }
    #expect(message(model, try table(months, options)).contains("is 1 month, but 1 day"))
    let random = ["00:07", "03:31", "04:02", "09:45", "13:13", "18:59", "21:20", "23:01"].map { "2021-04-01 \($0),5" }
    #expect(message(model, try table(random, options)).contains("is irregular, but 1 day"))
    let weekdays = days { "\($0 % 9)" }.enumerated().filter { ![5, 6].contains($0.offset % 7) }.map(\.element)
    #expect(
      message(model, try table(weekdays, options))
        == "the step from date to date is 1 weekday, but 1 day in the data that the model has learnt from; rows are taken "
        + "as they stand")
    // Numbered on purpose, either the new rows or the learnt ones.
    let numbered = SeriesOptions(dateColumn: .numbered, target: "x")
    #expect(message(model, try table(hours, numbered)) == "")
    let plain = try table((0..<28).map { "\($0 % 9)" }, names: "x", options)
    #expect(
      message(subject(of: plain, .detected), try table(hours, options))
        == "the step from date to date is 1 hour; the rows that the model has learnt from had no dates, so their step is "
        + "unknown")
    #expect(message(subject(of: plain, .numbered), try table(hours, numbered)) == "")
  }

  @Test func theUnitIsNamed() throws {
    let options = SeriesOptions(target: "x")
    func rows(_ unit: String) throws -> SeriesTable { try table(days { "\($0 % 9) \(unit)" }, options) }
    let model = subject(of: try rows("°C"))
    #expect(model.learnt?.columns.first?.unit == "°C")
    #expect(message(model, try rows("°C")) == "")
    #expect(
      message(model, try rows("°F"))
        == "error: new.csv: the numbers in 'x' are in °F, those that the model has learnt from in °C; give them in that unit"
    )
    #expect(
      message(model, try rows(""))
        == "the numbers in 'x' are without a unit, those that the model has learnt from in °C")
    #expect(
      message(subject(of: try rows("")), try rows("%"))
        == "the numbers in 'x' are in %, those that the model has learnt from without a unit")
    #expect(message(subject(of: try rows("€")), try rows("EUR")).hasPrefix("the numbers in 'x' are in EUR"))
  }

  @Test func bothRangesAreNamed() throws {
    let options = SeriesOptions(target: "x")
    let model = subject(of: try table(days { "\($0 % 9)" }, options))
    #expect(
      message(model, try table(days { "\(273 + $0 % 9)" }, options))
        == "the numbers in 'x' are from 273 to 281, those that the model has learnt from are from 0 to 8: half of the "
        + "new numbers are outside of the learnt range, by 34 times its width or more; if their unit is another, the forecast is worth nothing"
    )
    #expect(
      message(model, try table(days { "0.0\($0 % 9)" }, options)).contains("numbers change 1/100 as much as the"))
  }

  @Test func everyFeatureIsCompared() throws {
    let options = SeriesOptions(target: "x", features: ["y"])
    let rows = days { "\($0 % 9),\($0 % 5)" }
    var model = subject(of: try table(rows, names: "date,x,y", options))
    model.features = ["x", "y"]
    let other = try table(days { "\($0 % 9),\(1000 + $0 % 5)" }, names: "date,x,y", options)
    #expect(message(model, other).hasPrefix("the numbers in 'y' are from 1000 to 1004"))
    // A checkpoint that does not say what it has learnt from.
    model.learnt = nil
    #expect(message(model, other) == "")
  }
}
