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
  @Option(help: ArgumentHelp("The column to forecast. (default: the only column of numbers)", valueName: "name"))
  var target: String?

  @Option(help: ArgumentHelp("More columns that the forecast is made from, such as rain,wind.", valueName: "names"))
  var features: String?

  @Option(
    help: ArgumentHelp(
      "The column of dates, or none to number the rows. (default: the column that looks like dates)", valueName: "name")
  )
  var dateColumn: String?

  @Option(help: "The order of day and month in dates such as 01/02/1981. (default: found from the column)")
  var dateFormat: DateFormat?

  @Option(help: "What to do with cells that have no number. (default: error)")
  var missing: MissingValues?

  @Option(help: ArgumentHelp("The number of rows that each prediction is made from. (default: 30)", valueName: "n"))
  var window: Int?

  @Option(
    help: ArgumentHelp(
      "Fraction of the data, at the end, kept for testing. (default: 0.2)", valueName: "fraction"))
  var test: Double?

  @Option(
    help: ArgumentHelp(
      "Fraction of the other data, at its end, that chooses the best weights and measures the intervals. (default: 0.1)",
      valueName: "fraction"))
  var validation: Double?

  @Option(
    help: ArgumentHelp(
      "The number of rows after which the series repeats, such as 12 for months. (default: found)", valueName: "n"))
  var season: Int?

  @Option(help: "How values are scaled; the scales are fitted to the training data alone. (default: standard)")
  var scaling: ScalingMethod?

  @Option(
    help: "Predict the next value, or its change from the last value. (default: change for a series with a trend)")
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
