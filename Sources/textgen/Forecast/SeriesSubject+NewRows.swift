import Forecasting

extension SeriesSubject {
  /// Reads new rows for the model, holds them against those that the model has learnt from, and tells what differs.
  ///
  /// - path: the model's file, for the errors.
  /// - source: what messages call the rows' table.
  func newRows(
    forModel path: String, source: String, tell: (String) -> Void, _ read: () throws -> SeriesTable
  ) throws -> SeriesTable {
    let table: SeriesTable
    do { table = try read() } catch ForecastingError.unknownColumn(let source, let name, let role, _)
      where role != .dates
    {
      throw CommandError.otherColumns(source: source, missing: name, model: path)
    }
    for note in try notes(on: table, source: source) { tell("\(note)") }
    return table
  }
}
