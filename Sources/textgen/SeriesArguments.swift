import ArgumentParser
import Forecasting
import Network
import Training

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

  @Option(help: "Cells without a number are an error, or filled. (default: error)")
  var missing: MissingValues?

  @Option(help: ArgumentHelp("Rows that each prediction is made from. (default: 30)", valueName: "n"))
  var window: Int?

  @Option(
    help: ArgumentHelp(
      "Share of the windows, the last ones, that nothing is fitted to. (default: 0.2)", valueName: "share"))
  var test: Double?

  @Option(
    help: ArgumentHelp(
      "Share of the others, the last ones, that the best weights and the intervals come from. (default: 0.1)",
      valueName: "share"))
  var validation: Double?

  @Option(
    help: ArgumentHelp(
      "Rows after which the series roughly repeats, for the seasonal baseline. (default: found)", valueName: "n"))
  var season: Int?

  @Option(help: "How the values are scaled, by the training part alone. (default: standard)")
  var scaling: ScalingMethod?

  @Option(help: "The next value itself, or its difference from the last one. (default: change for a trend)")
  var predict: PredictedQuantity?

  func validate() throws {
    for (name, share) in [("--test", test), ("--validation", validation)] {
      if let share, !(share >= 0 && share <= 0.9) { throw ValidationError("\(name) has to be from 0 to 0.9") }
    }
    for (name, count) in [("--window", window), ("--season", season)] {
      if let count, !(1...65_536).contains(count) { throw ValidationError("\(name) has to be from 1 to 65536") }
    }
  }

  /// How the file is read.
  var options: SeriesOptions {
    SeriesOptions(
      dateColumn: dateColumn.map { $0 == "none" ? .numbered : .named($0) } ?? .detected, dateFormat: dateFormat,
      target: target, features: featureNames, missingValues: missing ?? .error)
  }

  private var featureNames: [String] {
    (features ?? "").split(separator: ",").map { name in
      String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// The first option that was given, but for the filling of cells.
  var givenOption: String? {
    let given = [
      ("--target", target != nil), ("--features", features != nil), ("--date-column", dateColumn != nil),
      ("--date-format", dateFormat != nil), ("--window", window != nil), ("--test", test != nil),
      ("--validation", validation != nil), ("--season", season != nil), ("--scaling", scaling != nil),
      ("--predict", predict != nil),
    ]
    return given.first { $0.1 }?.0
  }

  /// The first option that asks for something else than a training began with.
  func changedOption(from subject: SeriesSubject, window recorded: Int?, plan: TrainingPlan) -> String? {
    func differs<Value: Equatable>(_ wanted: Value?, _ recorded: Value?) -> Bool { wanted != nil && wanted != recorded }
    if differs(target, subject.features[0]) { return "--target" }
    if features != nil && featureNames != Array(subject.features.dropFirst()) { return "--features" }
    if dateColumn != nil && options.dateColumn != subject.options.dateColumn { return "--date-column" }
    if differs(dateFormat, subject.options.dateFormat) { return "--date-format" }
    if differs(missing, subject.options.missingValues) { return "--missing" }
    if differs(window, recorded) { return "--window" }
    if differs(test, subject.testShare) { return "--test" }
    if differs(validation, plan.validationShare) { return "--validation" }
    if differs(season, subject.season) { return "--season" }
    if differs(scaling, subject.scaling.method) { return "--scaling" }
    return differs(predict, subject.quantity) ? "--predict" : nil
  }
}
