import Checkpoints
import Forecasting
import TestSupport
import Testing
import Training

/// Every field of a series' checkpoint with values that it cannot have.
@Suite struct SeriesFieldsTests {
  private func table() throws -> SeriesTable {
    let rows = (0..<90).map { "0\(1 + $0 % 9)/\(10 + $0 / 9)/20\(10 + $0),\($0 * $0 * 7 % 101),\($0 * 5 % 13)\n" }
    return try SeriesTable(
      csv: "day,x,y\n" + rows.joined(), source: "rows",
      options: SeriesOptions(
        dateColumn: .named("day"), dateFormat: .monthFirst, target: "x", features: ["y"], missingValues: .previous))
  }

  private func checkpoint(_ table: SeriesTable, window: Int?) throws -> SeriesCheckpoint {
    var (series, stack, choices) = (SeriesChoices(), LayerChoices(), PlanChoices(rngSeed: 3))
    series.options = SeriesOptions(
      dateColumn: .named("day"), dateFormat: .monthFirst, target: "x", features: ["y"], missingValues: .previous)
    (series.window, series.season, stack.hiddenSize, choices.budget) = (window, 7, 3, .steps(4))
    let training = try SeriesTraining(table: table, series: series, stack: stack, choices: choices)
    let trainer = try training.trainer(threads: 1, memoryBytes: 1e12)
    trainer.fixTotalSteps(4)
    for _ in 0..<3 { _ = try trainer.step() }
    var checkpoint = try trainer.checkpoint()
    checkpoint.subject.intervalMargins = [1, 2]
    let options = checkpoint.subject.options
    checkpoint.subject.options = SeriesOptions(
      dateColumn: options.dateColumn, dateFormat: options.dateFormat, clock: .local, decimalMark: .point, target: "x",
      features: options.features, missingValues: options.missingValues, series: "z",
      headerLine: 3)
    return checkpoint
  }

  @Test(arguments: [nil, 5]) func noFieldOfASeriesIsBelievedUnseen(window: Int?) throws {
    let table = try table()
    let checkpoint = try checkpoint(table, window: window)
    #expect(missingParts(of: checkpoint.subject) == [])
    try withTemporaryFolder { folder in
      let (path, damagedPath) = (folder + "/model", folder + "/damaged")
      try checkpoint.write(to: path)
      let archive = try Archive(contentsOf: path)
      for key in ["series", "configuration"] {
        let fields = JSONFields(try #require(archive.metadata[key]))
        #expect(fields.fields.count > 10)
        func refusal(_ field: JSONFields.Field, _ value: String) throws -> String? {
          var damaged = archive
          damaged.metadata[key] = fields.text(with: value, inPlaceOf: field)
          try damaged.write(to: damagedPath)
          do {
            let model = try SeriesCheckpoint(contentsOf: damagedPath)
            try use(model, table)
            return nil
          } catch let error as CheckpointError {
            return error.description
          } catch let error as ForecastingError {
            return error.description
          } catch let error as TrainingError {
            return error.description
          }
        }
        for field in fields.typicalFields {
          for value in field.impossible where !isAllowed(value, field) {
            let message = try refusal(field, value)
            #expect(
              message.map { $0.contains(field.name) || $0.contains(words(field.name)) } == true,
              "\(field.path) = \(value): \(message ?? "believed")")
          }
          for value in field.strange { _ = try refusal(field, value) }
        }
      }
    }
  }

  /// Columns may have any name, and values of any size.
  private func isAllowed(_ value: String, _ field: JSONFields.Field) -> Bool {
    switch field.name {
    case "_0": value == #""""#
    case "unit": value == #""""#
    case "offsets", "range": ["-9223372036854775808", "-5", "1e300"].contains(value)
    case "divisors", "intervalMargins", "meanChange": value == "1e300"
    default: false
    }
  }

  /// In the words of the configuration's own errors.
  private func words(_ name: String) -> String {
    ["hiddenSize": "hidden size", "recurrentDropout": "recurrent dropout", "layers": "number of layers"][name]
      ?? (name == "size" ? "number of" : name)
  }

  private func use(_ model: SeriesCheckpoint, _ table: SeriesTable) throws {
    let forecaster = Forecaster(checkpoint: model, threads: 1)
    do { _ = try model.subject.notes(on: table, source: "rows") } catch ForecastingError.otherStep {}
    if model.subject.scaling.featureBeyondScale(table.columns) == nil {
      let windows = forecaster.windows(of: table.columns)
      if table.rowCount >= windows.steps {
        _ =
          FutureRows(
            forecaster: forecaster, subject: model.subject, windows: windows, axis: table.axis, horizon: 3
          ).forecasts
      }
    }
    let training = try SeriesTraining(resuming: model, path: "model", table: table)
    let trainer = try training.trainer(threads: 1, memoryBytes: 1e12)
    _ = try trainer.step()
    _ = training.evaluation(of: forecaster.predictions(of: 0..<training.windows.count, in: training.windows))
  }
}
