import ArgumentParser
import Forecasting
import Notation

extension MissingValues: ExpressibleByArgument {}
extension DateFormat: ExpressibleByArgument {}
extension ClockKind: ExpressibleByArgument {}
extension DecimalMark: ExpressibleByArgument {}

/// How the rows of a CSV file are read: those that a model learns from, and new ones for a model that has learnt.
struct TableArguments: ParsableArguments, OptionTable {
  @Option(
    help: ArgumentHelp(
      "The column that tells several series in one file apart; `forecast` learns each by itself. --series shop=Oslo reads "
        + "one of them, --series shop,item tells them apart by two columns.", valueName: "column"))
  var series: String?

  @Option(
    help: ArgumentHelp(
      "The line of the file that names the columns, such as 4 where titles stand above; the rows begin below it. (default: "
        + "found from the rows)", valueName: "n"))
  var headerLine: Int?

  @Option(
    help: ArgumentHelp(
      "The column of dates, several that are dates together, such as Date,Time, or none to number the rows. "
        + "(default: what looks like dates)", valueName: "name")
  )
  var dateColumn: String?

  @Option(
    help: "The order of day, month and year in dates such as 01/02/1981 or 21/01/31. (default: found from the column)")
  var dateFormat: DateFormat?

  @Option(
    help: ArgumentHelp(
      "The clock of the dates: --clock local is put back in autumn, so that an hour comes twice, and forward in spring. "
        + "(default: steady)"))
  var clock: ClockKind?

  @Option(
    help: ArgumentHelp(
      "The decimal mark of the numbers, for columns that do not show it, such as 1.234: --decimal comma reads 1234. "
        + "(default: found from each column)"))
  var decimal: DecimalMark?

  @Option(help: "What to do with cells that have no number. (default: error)")
  var missing: MissingValues?

  func validate() throws { try checkRanges() }

  private var dateColumnChoice: DateColumnChoice? { dateColumn.map { $0 == "none" ? .numbered : .named($0) } }

  /// Options with those in place of theirs that were given.
  func changing(_ options: SeriesOptions) -> SeriesOptions {
    var options = options
    if let dateColumnChoice { options.dateColumn = dateColumnChoice }
    if let missing { options.missingValues = missing }
    if let decimal { options.decimalMark = decimal }
    if let series { options.series = series }
    if let clock { options.clock = clock }
    if let dateFormat { options.dateFormat = dateFormat }
    if let headerLine { options.headerLine = headerLine }
    return options
  }

  func rows(beside recorded: SeriesOptions?) -> [OptionRow] {
    [
      OptionRow("--series", series, recorded: recorded?.series),
      OptionRow("--header-line", headerLine, recorded: recorded?.headerLine, in: 1...1_000_000_000),
      OptionRow("--date-column", dateColumnChoice, recorded: recorded?.dateColumn),
      OptionRow("--date-format", dateFormat, recorded: recorded?.dateFormat),
      OptionRow("--clock", clock, recorded: recorded?.clock),
      OptionRow("--decimal", decimal, recorded: recorded?.decimalMark),
      OptionRow("--missing", missing, recorded: recorded?.missingValues),
    ]
  }
}
