import Notation

extension SeriesTraining {
  /// The windows as CSV, in the units of the series: the part and the date of what is predicted, then the rows of the
  /// window from the earliest to the last, each with all columns, then what is predicted.
  ///
  ///     part,date,water t-2,air t-2,water t-1,air t-1,water
  public var windowTable: String {
    let (names, steps) = (table.features, split.steps)
    let ago = (0..<steps).flatMap { step in names.map { "\($0) t-\(steps - step)" } }
    var text = CSVRow.text(of: ["part", "date"] + ago + [names[0]])
    for window in 0..<windows.count {
      let row = windows.targetRow(of: window)
      let values = (window..<row).flatMap { row in table.columns.map { NumberFormat.exact($0[row]) } }
      text += CSVRow.text(
        of: [split.part(ofRow: row).rawValue, table.axis.label(ofRow: row)] + values + [
          NumberFormat.exact(table.target[row])
        ])
    }
    return text
  }
}
