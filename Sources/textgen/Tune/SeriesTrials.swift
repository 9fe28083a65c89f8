import Checkpoints
import Files
import Forecasting
import Training
import Tuning

/// Trials that learn from a series, which is read once for all of them.
struct SeriesTrials: TrialRunner {
  private let words: [String]
  private let length: TrialLength
  private let threads: Int
  private let memoryBytes: Double
  private let observer: TrialObserver
  private let table: SeriesTable

  /// - words: the arguments of `forecast` that are the same for every trial.
  init(words: [String], length: TrialLength, threads: Int, memoryBytes: Double, observer: TrialObserver) throws {
    (self.words, self.length, self.threads, self.observer) = (words, length, threads, observer)
    self.memoryBytes = memoryBytes
    let forecast = try Forecast.parse(words)
    table = try forecast.read(
      forecast.series.options,
      TrainingReport(measure: .squaredError, json: false, quiet: true, verbose: false, interrupts: Interrupts()),
      from: TableInput(path: forecast.source, charset: forecast.charset))
  }

  /// Identifies the series.
  var identity: String {
    var hash = XXHash64()
    for column in table.columns { column.withUnsafeBytes { hash.update($0) } }
    return "\(table.rowCount) rows of \(table.features.joined(separator: ", ")), \(hash.hexadecimalDigest)"
  }

  func check(_ settings: Settings) throws {
    let forecast = try parsed(settings)
    do { _ = try training(forecast) } catch let error where TuneError.isOfTrial(error) {}
  }

  private func parsed(_ settings: Settings) throws -> Forecast {
    try Forecast.parse(words + settings.flatMap { ["--\($0.name)", $0.value] })
  }

  func train(_ settings: Settings, toFraction fraction: Double, path: String) throws -> (loss: Double, step: Int)? {
    let training: SeriesTraining
    if FileStatus.exists(path) {
      training = try SeriesTraining(resuming: SeriesCheckpoint.read(path), path: path, table: table)
    } else {
      training = try self.training(parsed(settings))
    }
    return try self.train(
      training.trainer(threads: threads, memoryBytes: memoryBytes), length, toFraction: fraction,
      path: path, measure: .squaredError, observer: observer)
  }

  /// The network and the plan of what is set.
  private func training(_ forecast: Forecast) throws -> SeriesTraining {
    var choices = forecast.planChoices
    // The warm-up of the learning rate follows from the number of steps.
    if case .steps(let steps) = length { choices.budget = .steps(steps) }
    return try SeriesTraining(
      table: table, series: forecast.series.choices, stack: forecast.stack.choices, choices: choices)
  }
}
