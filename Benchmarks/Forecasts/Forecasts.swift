import ArgumentParser
import Forecasting
import Foundation
import Training

/// `benchmarks forecasts`: what forecasts are worth beside those that need no learning, whether their intervals hold what
/// they promise, and whether the choice between level and change is right.
struct Forecasts: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Errors and interval coverage of forecasts of made series and given ones, 1, 7 and 30 steps ahead.",
    discussion: """
      Each series is split as `textgen forecast` splits it; forecasts begin at every row of the test part, with all rows \
      before known. Nothing is fitted to the test part. `--write` puts the made series where \
      `peers/statsforecast_series.py` finds them.
      """)

  /// The steps ahead that are measured.
  static let horizons = [1, 7, 30]

  @Argument(help: "CSV files beside the made series.")
  var files: [String] = []

  @Option(help: "Writes all series as CSV files into this folder, and does nothing else.")
  var write: String?

  @Option(parsing: .upToNextOption, help: "The made series, by their names. (default: all)")
  var names: [String] = []

  @Option(help: "Steps of each training. (default: those of textgen forecast)")
  var steps: Int?

  @Option(help: "The first seed of the trainings.")
  var rngSeed: UInt64 = 1

  @Option var threads = 1

  @Flag(help: "Also trains level and change in turn, and compares them with what was chosen.")
  var both = false

  func run() throws {
    let made = MadeSeries.all.filter { names.isEmpty || names.contains($0.name) }
    if let write {
      for series in made { try Data(series.csv.utf8).write(to: URL(filePath: "\(write)/\(series.name).csv")) }
      return
    }
    var tables = try made.map { (name: $0.name, table: try SeriesTable(csv: $0.csv, source: $0.name)) }
    for path in files {
      let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
      let name = URL(filePath: path).deletingPathExtension().lastPathComponent
      tables.append((name, try SeriesTable(csv: text, source: path)))
    }
    try both ? compareQuantities(tables) : measure(tables)
  }

  private func measure(_ tables: [(name: String, table: SeriesTable)]) throws {
    let horizons = Self.horizons
    print(
      "| series | season | predicts | RMSE \(horizons.map(String.init).joined(separator: " · ")) | value before "
        + "| a season before | coverage \(horizons.map(String.init).joined(separator: " · ")) |\n"
        + "|---|--:|---|--:|--:|--:|--:|")
    var scores: [ForecastScore] = []
    for (name, table) in tables {
      let training = try training(table, predicting: nil)
      let score = try ForecastScore(training, trained: train(training), threads: threads)
      scores.append(score)
      let season = training.subject.season
      print(
        "| \(name) | \(season.map(String.init) ?? "–") | \(training.subject.quantity.rawValue) | "
          + [score.network, score.persistence, score.seasonalNaive].map { joined($0) { number($0) } }
          .joined(separator: " | ") + " | \(joined(score.coverage) { decimal(100 * $0, 0) }) |")
      fflush(nil)
    }
    for (index, horizon) in horizons.enumerated() {
      let shares = scores.compactMap { $0.coverage[index] }
      let inside = shares.count { (0.9...0.98).contains($0) }
      let mean = shares.reduce(0, +) / Double(max(shares.count, 1))
      let wins = scores.count {
        ($0.network[index] ?? .infinity) < min($0.persistence[index] ?? 0, $0.seasonalNaive[index] ?? .infinity)
      }
      print(
        "\(horizon) ahead: the interval holds \(decimal(100 * mean, 1)) % on average; 90 to 98 % in \(inside) of "
          + "\(shares.count) series; the network is best in \(wins)")
    }
  }

  /// The error one step ahead of trainings of either quantity, beside what was chosen before them.
  private func compareQuantities(_ tables: [(name: String, table: SeriesTable)]) throws {
    print("| series | trial: level | change | trained: level | change | chosen | RMSE of the choice by the better |")
    print("|---|--:|--:|--:|--:|---|--:|")
    var ratios: [Double] = []
    var (right, clear) = (0, 0)
    for (name, table) in tables {
      let found = try training(table, predicting: nil)
      let errors = try PredictedQuantity.allCases.map { quantity in
        let training = try training(table, predicting: quantity)
        return try ForecastScore(training, trained: train(training), threads: threads).network[0] ?? .nan
      }
      let isLevel = found.subject.quantity == .level
      let ratio = (isLevel ? errors[0] : errors[1]) / min(errors[0], errors[1])
      ratios.append(ratio)
      let isClear = max(errors[0], errors[1]) > 1.03 * min(errors[0], errors[1])
      clear += isClear ? 1 : 0
      right += isClear && ratio == 1 ? 1 : 0
      let trial = [found.findings.quantity?.levelError, found.findings.quantity?.changeError]
      print(
        "| \(name) | " + trial.map { $0.map(number) ?? "–" }.joined(separator: " | ") + " | "
          + errors.map(number).joined(separator: " | ")
          + " | \(found.subject.quantity.rawValue) | \(decimal(ratio, 3)) |")
      fflush(nil)
    }
    let mean = ratios.reduce(0, +) / Double(max(ratios.count, 1))
    print(
      "of \(clear) series whose two errors differ by more than 3 %, the better one was chosen in \(right); mean ratio "
        + decimal(mean, 3))
  }

  private func training(_ table: SeriesTable, predicting quantity: PredictedQuantity?) throws -> SeriesTraining {
    var (series, choices) = (SeriesChoices(), PlanChoices(rngSeed: rngSeed))
    series.quantity = quantity
    choices.budget = steps.map { .steps($0) }
    return try SeriesTraining(table: table, series: series, stack: LayerChoices(), choices: choices)
  }

  /// The best weights of a training, as `textgen forecast` would keep them.
  private func train(_ training: SeriesTraining) throws -> SeriesCheckpoint {
    let trainer = try training.trainer(threads: threads, memoryBytes: .infinity)
    if !trainer.isComplete, case .steps(let usual) = training.usualBudget { trainer.fixTotalSteps(steps ?? usual) }
    trainer.settleEvaluations(
      expectedSteps: trainer.record.plan.totalSteps ?? SeriesTraining.leastSteps(training.reading))
    while !trainer.isComplete {
      _ = try trainer.step()
      if trainer.isEvaluationDue { _ = try trainer.evaluate() }
    }
    return try trainer.checkpoint()
  }

  private func joined(_ values: [Double?], _ text: (Double) -> String) -> String {
    values.map { $0.map(text) ?? "–" }.joined(separator: " · ")
  }

  /// Three significant digits.
  private func number(_ value: Double) -> String { String(format: "%.3g", value) }
}
