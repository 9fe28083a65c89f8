import ArgumentParser
import Forecasting
import Network
import Notation
import Training

extension ScalingMethod: ExpressibleByArgument {}
extension PredictedQuantity: ExpressibleByArgument {}

/// What is read from a CSV file, and how it is cut into windows and parts.
struct SeriesArguments: ParsableArguments, OptionTable {
  @Option(help: ArgumentHelp("The column to forecast. (default: the only column of numbers)", valueName: "name"))
  var target: String?

  @Option(
    help: ArgumentHelp(
      "More columns that the forecast is made from, such as rain,wind; a name with a comma stands in quotation marks, as in "
        + "'\"rain, mm\",wind'.", valueName: "names"))
  var features: String?

  @OptionGroup var table: TableArguments

  @Option(
    help: ArgumentHelp(
      "Predict each row from the n rows before it alone. (default: from all rows before it; 30 with --bidirectional)",
      valueName: "n"))
  var window: Int?

  @Option(
    help: ArgumentHelp(
      "The number of rows that gradients reach back. (default: 32; the window where there is one)", valueName: "n"))
  var sequenceLength: Int?

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
      "The number of rows after which the series repeats, such as 12 for months. (default: what predicts "
        + "the last rows before the test best, if anything)", valueName: "n"))
  var season: Int?

  @Option(help: "How values are scaled; the scales are fitted to the training data alone. (default: standard)")
  var scaling: ScalingMethod?

  @Option(
    help: "Predict the next value, or its change from the last value. (default: what a quick trial predicts better)")
  var predict: PredictedQuantity?

  func validate() throws {
    try checkRanges()
    if window != nil && sequenceLength != nil {
      throw ValidationError("--window is the length of what is read; --sequence-length has no meaning beside it")
    }
  }

  /// How the file is read.
  var options: SeriesOptions {
    table.changing(SeriesOptions(target: target, features: featureNames))
  }

  /// What was chosen, but for what is held out.
  var choices: SeriesChoices {
    var choices = SeriesChoices()
    (choices.options, choices.window, choices.testFraction) = (options, window, test)
    (choices.scaling, choices.quantity, choices.season) = (scaling, predict, season)
    return choices
  }

  private var featureNames: [String] {
    CSVText(Array((features ?? "").utf8), delimiter: Delimiter.comma.byte).fields(at: 0).filter { !$0.isEmpty }
  }

  func rows(beside recorded: (reading: SeriesReading, subject: SeriesSubject, plan: TrainingPlan)?) -> [OptionRow] {
    let (subject, plan) = (recorded?.subject, recorded?.plan)
    let recordedWindow: Int? = if case .windows(let steps) = recorded?.reading { steps } else { nil }
    let fractions = OptionRange.from(0, to: 0.9)
    return [
      OptionRow("--target", target, recorded: subject?.features[0]),
      OptionRow(
        "--features", features.map { _ in featureNames }, recorded: (subject?.features.dropFirst()).map { Array($0) }),
    ] + table.rows(beside: subject?.options) + [
      OptionRow("--window", window, recorded: recordedWindow, in: 1...65_536),
      OptionRow("--sequence-length", sequenceLength, recorded: plan?.sequenceLength, in: 1...65_536),
      OptionRow("--test", test, recorded: subject?.testFraction, in: fractions),
      OptionRow("--validation", validation, recorded: plan?.validationFraction, in: fractions),
      OptionRow("--season", season, recorded: subject?.season, in: 1...65_536),
      OptionRow("--scaling", scaling, recorded: subject?.scaling.method),
      OptionRow("--predict", predict, recorded: subject?.quantity),
    ]
  }
}
