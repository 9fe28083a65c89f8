import Forecasting
import Inspecting

extension Inspect {
  /// What the cells of a forecasting model do over the rows of a table.
  func showTrace(_ checkpoint: SeriesCheckpoint, _ path: String, data: String) throws {
    let options = rows.changing(checkpoint.subject.options)
    let input = TableInput(path: data, charset: charset)
    func note(_ text: String) { Terminal.error("textgen: note: \(text)") }
    let table = try checkpoint.subject.newRows(forModel: path, source: input.name, tell: note) {
      let table = try SeriesTable(input.sheet(headerLine: options.headerLine, nil), options: options)
      for found in table.notes { note(found.withAdvice) }
      return table
    }
    let forecaster = Forecaster(checkpoint: checkpoint, threads: Processors.count)
    let series = try forecaster.windows(ofNew: table)
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
