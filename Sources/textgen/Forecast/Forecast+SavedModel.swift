import Checkpoints
import Forecasting

extension Forecast {
  /// What a saved model expects after new rows.
  func forecast(with path: String) throws {
    let checkpoint = try SeriesCheckpoint.read(path)
    let report = session.report(measure: .squaredError)
    let options = series.table.changing(checkpoint.subject.options)
    let input = TableInput(path: source, charset: charset)
    let table: SeriesTable
    do {
      table = try read(options, report, from: input)
    } catch ForecastingError.unknownColumn(let source, let name, let role, _) where role != .dates {
      throw CommandError.otherColumns(source: source, missing: name, model: path)
    }
    for note in try checkpoint.subject.notes(on: table, source: input.name) {
      report.notice("\(note)")
    }
    let forecaster = Forecaster(checkpoint: checkpoint, threads: loop.threads.count)
    let windows = forecaster.windows(of: table.columns)
    guard table.rowCount >= windows.steps else {
      throw ForecastingError.tooFewRows(rows: table.rowCount, needed: windows.steps, purpose: "a window of this model")
    }
    if let feature = checkpoint.subject.scaling.featureBeyondScale(table.columns) {
      throw ForecastingError.beyondScale(
        column: table.features[feature], method: checkpoint.subject.scaling.method.rawValue)
    }
    let future = report.during("forecasting") {
      FutureRows(
        forecaster: forecaster, subject: checkpoint.subject, windows: windows, axis: table.axis,
        horizon: max(1, horizon ?? 1)
      ).forecasts
    }
    try write(
      future, after: table, checkpoint.subject, report, to: FutureOutput(json: session.json, column: nil))
  }
}
