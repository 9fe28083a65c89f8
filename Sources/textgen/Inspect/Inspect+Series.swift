import Forecasting
import Inspecting

extension Inspect {
  /// What the cells of a forecasting model do over the rows of a table.
  func showTrace(_ checkpoint: SeriesCheckpoint, _ path: String, data: String) throws {
    let options = rows.changing(checkpoint.subject.options)
    let table = try SeriesTable(
      forModel: checkpoint.subject, path: path, input: TableInput(path: data, charset: charset), options: options)
    let forecaster = Forecaster(checkpoint: checkpoint, threads: Processors.count)
    let series = forecaster.windows(of: table.columns)
    guard series.rowCount >= series.steps else {
      throw ForecastingError.tooFewRows(rows: series.rowCount, needed: series.steps, purpose: "a window of this model")
    }
    // The open window ends with the last row.
    let windows = 0..<series.count + 1
    try checkTrace(of: windows.count, checkpoint.model.configuration, noun: "rows")
    let traced = series.steps - 1..<series.rowCount
    let predictions = forecaster.predictions(of: windows.dropLast(), in: series)
    let record = SeriesRecord(
      target: table.features[0], dates: traced.map { table.axis.label(ofRow: $0) }, values: Array(table.target[traced]),
      predictions: [nil] + predictions.map { $0 },
      activations: forecaster.activations(of: windows, in: series, layer: layer.map { $0 - 1 }))
    guard let html else { return try writeJSON(record.writeJSON) }
    let page = try TracePage(record, title: "\(path): what the cells do").html
    try NewFile.write(page, to: html, mayReplace: force, madeFrom: [path, data])
    try print(CellSearch(record), over: "\(windows.count) rows")
  }
}

extension SeriesTable {
  /// Reads new data as a model expects it.
  ///
  /// - path: the model's file, for the errors.
  /// - options: those of the model, but for what was asked for.
  init(forModel subject: SeriesSubject, path: String, input: TableInput, options: SeriesOptions) throws {
    do {
      try self.init(input.sheet(headerLine: options.headerLine, nil), options: options)
    } catch ForecastingError.unknownColumn(let source, let name, let role, _) where role != .dates {
      throw CommandError.otherColumns(source: source, missing: name, model: path)
    }
    for note in notes { Terminal.error("textgen: note: \(note.withAdvice)") }
    for note in try subject.notes(on: self, source: input.name) { Terminal.error("textgen: note: \(note)") }
    if let feature = subject.scaling.featureBeyondScale(columns) {
      throw ForecastingError.beyondScale(column: features[feature], method: subject.scaling.method.rawValue)
    }
  }
}
