import Checkpoints
import Forecasting

extension Forecast {
  /// What a saved model expects after new rows.
  func forecast(with path: String) throws {
    let checkpoint = try SeriesCheckpoint.read(path)
    let report = session.report(measure: .squaredError)
    let options = series.table.changing(checkpoint.subject.options)
    let input = TableInput(path: source, charset: charset)
    let table = try checkpoint.subject.newRows(forModel: path, source: input.name, tell: report.notice) {
      try read(options, report, from: input)
    }
    let forecaster = Forecaster(checkpoint: checkpoint, threads: loop.threads.count)
    let windows = try forecaster.windows(ofNew: table)
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
