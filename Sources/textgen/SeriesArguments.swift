import ArgumentParser
import Forecasting

extension MissingValues: ExpressibleByArgument {}
extension DateFormat: ExpressibleByArgument {}
extension ScalingMethod: ExpressibleByArgument {}
extension PredictedQuantity: ExpressibleByArgument {}

/// What is read from a CSV file, and how it is cut into windows and parts.
struct SeriesArguments: ParsableArguments {
  @Option(help: ArgumentHelp("The column to forecast. (default: the only one of numbers)", valueName: "name"))
  var target: String?

  @Option(help: ArgumentHelp("More columns to forecast from, such as rain,wind.", valueName: "names"))
  var features: String?

  @Option(
    help: ArgumentHelp("The column of dates, or none to number the rows. (default: found)", valueName: "name"))
  var dateColumn: String?

  @Option(help: "What comes first in dates such as 01/02/1981. (default: what the column shows)")
  var dateFormat: DateFormat?

  @Option(help: "Cells without a number are an error, or filled.")
  var missing = MissingValues.error

  @Option(help: ArgumentHelp("Rows that each prediction is made from. (default: 30)", valueName: "n"))
  var window: Int?

  @Option(help: ArgumentHelp("Share of the windows, the last ones, that nothing is fitted to.", valueName: "share"))
  var test = 0.2

  @Option(
    help: ArgumentHelp("Share of the others, the last ones, that the best weights are chosen by.", valueName: "share"))
  var validation = 0.1

  @Option(
    help: ArgumentHelp(
      "Rows after which the series roughly repeats, for the seasonal baseline. (default: found)", valueName: "n"))
  var season: Int?

  @Option(help: "How the values are scaled, by the training part alone.")
  var scaling = ScalingMethod.standard

  @Option(help: "The next value itself, or its difference from the last one. (default: change for a trend)")
  var predict: PredictedQuantity?

  func validate() throws {
    for (name, share) in [("--test", test), ("--validation", validation)] where !(share >= 0 && share <= 0.9) {
      throw ValidationError("\(name) has to be from 0 to 0.9")
    }
    for (name, count) in [("--window", window), ("--season", season)] {
      if let count, !(1...65_536).contains(count) { throw ValidationError("\(name) has to be from 1 to 65536") }
    }
  }

  /// How the file is read.
  var options: SeriesOptions {
    SeriesOptions(
      dateColumn: dateColumn.map { $0 == "none" ? .numbered : .named($0) } ?? .detected, dateFormat: dateFormat,
      target: target, features: features?.split(separator: ",").map(String.init) ?? [], missingValues: missing)
  }

  /// The length of a window.
  var steps: Int { window ?? 30 }
}
