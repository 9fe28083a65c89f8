import Notation

/// A time series: rows in the order of time, with the value to forecast and others beside it.
public struct SeriesTable: Equatable, Sendable {
  /// The name of the column of dates, or the names of several that are dates together; nil where rows are numbered.
  public let dateColumn: String?
  /// How the dates were read, where they do not say it themselves; nil where they do.
  public let dateReading: String?
  /// The time of the rows.
  public let axis: TimeAxis
  /// The names of the features, the target's first.
  public let features: [String]
  /// The values in their own units, an array of all rows for each feature.
  public let columns: [[Double]]
  /// The currency, unit or percent sign beside the numbers of each feature; empty where there is none.
  public let units: [String]
  /// The cells that had no number and the values taken instead, by line; empty under `MissingValues.error`.
  public let filled: [FilledCell]

  /// The rows that predictions cannot be compared at: the target was filled there, or a value of the row before was
  /// interpolated, and so knows of this one.
  public let incomparableRows: Set<Int>

  /// What was read otherwise than it might seem.
  public let notes: [TableNote]

  /// The number of rows.
  public var rowCount: Int { axis.count }
  /// The values of the target.
  public var target: [Double] { columns[0] }
  /// The lowest and the highest value of the target.
  public var targetRange: ClosedRange<Double> { (target.min() ?? 0)...(target.max() ?? 0) }

  /// Reads a CSV text in UTF-8 with a line of names: fields between commas, semicolons, tabs or bars, quoted where they hold
  /// such or line ends.
  ///
  /// - source: what messages call the text, as its path.
  /// - Throws: the errors of `ForecastingError` that have a source, and `tooFewRows` of one row.
  public init(
    csv text: String, source: String, options: SeriesOptions = SeriesOptions()
  ) throws(ForecastingError) {
    let sheet = try CSVSheet(Array(text.utf8), source: source, headerLine: options.headerLine)
    try self.init(sheet, options: options)
  }

  /// Reads the columns of a table that are asked for.
  ///
  /// A row of the wrong length is an error under every policy: its values may stand in the wrong columns.
  ///
  /// - Throws: as `init(csv:source:options:)`.
  package init(_ whole: CSVSheet, options: SeriesOptions) throws(ForecastingError) {
    var sheet = try whole.ofOneSeries(options.series)
    let source = sheet.source
    let dateCells = try sheet.dateCells(options)
    let dates: DateColumn?
    if let dateCells {
      let column: DateColumn
      do throws(ForecastingError) {
        column = try DateColumn(
          cells: dateCells.cells, format: dateCells.format ?? options.dateFormat, clock: options.clock ?? .steady,
          source: source)
      } catch {
        throw sheet.explaining(error, dateCells, options)
      }
      sheet = sheet.sorted(column.order)
      dates = column
    } else {
      dates = nil
    }
    let axis = dates.map(TimeAxis.init) ?? TimeAxis(rows: sheet.rowCount)
    let features = try sheet.features(
      options, besides: (dateCells?.columns ?? []) + sheet.seriesColumns(options.series))
    guard axis.count > 1 else { throw .tooFewRows(rows: axis.count, needed: 2, purpose: "a series") }
    var gaps: [Gaps] = []
    for feature in features { gaps.append(Gaps(try feature.numbers.values(options.decimalMark))) }
    let missing = gaps.indices.flatMap { feature in gaps[feature].rows.map { (row: $0, feature: feature) } }
      .sorted { $0.row < $1.row }
    func cell(_ place: (row: Int, feature: Int)) -> SeriesCell {
      sheet.cell(row: place.row, features[place.feature].column)
    }
    if options.missingValues == .error && !missing.isEmpty {
      throw .invalidCells(source: source, first: missing.prefix(5).map(cell), count: missing.count)
    }
    let columns = gaps.map { $0.filled(options.missingValues, at: axis.positions) }
    // Only values before the first one are left, under the policy that looks back.
    if let place = missing.first(where: { columns[$0.feature][$0.row].isNaN }) {
      throw .nothingBefore(source: source, cell: cell(place))
    }
    dateColumn = dateCells.map { $0.columns.map { sheet.names[$0] }.joined(separator: ", ") }
    dateReading = dates?.reading
    self.axis = axis
    self.features = features.map { sheet.names[$0.column] }
    units = features.map { $0.numbers.unit }
    notes =
      (sheet.passed.isEmpty ? [] : [.passedOver(sheet.passed)])
      + (dates.map { TableNote.notes(on: $0.order) } ?? []) + axis.notes(leftOut: dates?.leftOutHours ?? [])
      + features.flatMap { $0.numbers.notes(beside: options.decimalMark) }
    self.columns = columns
    incomparableRows = Set(
      missing.filter { $0.feature == 0 }.map(\.row)
        + (options.missingValues == .interpolate ? missing.map { $0.row + 1 } : []))
    filled = missing.map { place in
      FilledCell(cell: cell(place), value: columns[place.feature][place.row])
    }
  }
}
