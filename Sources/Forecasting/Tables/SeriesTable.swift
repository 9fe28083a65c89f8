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

  /// Reads a CSV text with a line of names: fields between commas, semicolons or tabs, quoted where they hold such or
  /// line ends; at the beginning a byte order mark may stand.
  ///
  /// A row of the wrong length is an error under every policy: its values may stand in the wrong columns.
  ///
  /// - source: what messages call the text, as its path.
  /// - Throws: the errors of `ForecastingError` that have a source, and `tooFewRows` of one row.
  public init(
    csv text: String, source: String, options: SeriesOptions = SeriesOptions()
  ) throws(ForecastingError) {
    var sheet = try CSVSheet(text, source: source).ofOneSeries(options.series)
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
      if column.isNewestFirst { sheet = sheet.withRows(sheet.rows.reversed()) }
      dates = column
    } else {
      dates = nil
    }
    let axis = dates.map(TimeAxis.init) ?? TimeAxis(rows: sheet.rows.count)
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
    if let place = missing.first(where: { columns[$0.feature][$0.row] == nil }) {
      throw .nothingBefore(source: source, cell: cell(place))
    }
    dateColumn = dateCells.map { $0.columns.map { sheet.names[$0] }.joined(separator: ", ") }
    dateReading = dates?.reading
    self.axis = axis
    self.features = features.map { sheet.names[$0.column] }
    notes =
      (dates?.isNewestFirst == true ? [.newestFirst] : []) + axis.notes(leftOut: dates?.leftOutHours ?? [])
      + features.flatMap { $0.numbers.notes(beside: options.decimalMark) }
    self.columns = columns.map { $0.compactMap { $0 } }
    incomparableRows = Set(
      missing.filter { $0.feature == 0 }.map(\.row)
        + (options.missingValues == .interpolate ? missing.map { $0.row + 1 } : []))
    filled = missing.compactMap { place in
      columns[place.feature][place.row].map { FilledCell(cell: cell(place), value: $0) }
    }
  }

  /// Reads the bytes of a CSV file in UTF-8, as `init(csv:source:options:)` does.
  ///
  /// - Throws: also `notUTF8`.
  public init(
    bytes: [UInt8], source: String, options: SeriesOptions = SeriesOptions()
  ) throws(ForecastingError) {
    if let byteOffset = firstMalformedByte(bytes) { throw .notUTF8(source: source, byteOffset: byteOffset) }
    try self.init(csv: String(decoding: bytes, as: UTF8.self), source: source, options: options)
  }

  /// The series of a file that a choice of a column tells apart; nil where the choice is of one of them.
  ///
  /// - choice: as in `SeriesOptions.series`.
  /// - Throws: what reading the rows of a table throws, and `unknownColumn`.
  public static func series(
    of bytes: [UInt8], source: String, choice: String
  ) throws(ForecastingError) -> SeriesKey? {
    if let byteOffset = firstMalformedByte(bytes) { throw .notUTF8(source: source, byteOffset: byteOffset) }
    return try CSVSheet(String(decoding: bytes, as: UTF8.self), source: source).severalSeries(choice)
  }
}

/// The offset at which bytes stop being UTF-8, from 0; nil if they never do.
private func firstMalformedByte(_ bytes: [UInt8]) -> Int? {
  guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
  var decoder = UTF8()
  var iterator = bytes.makeIterator()
  var offset = 0
  while case .scalarValue(let scalar) = decoder.decode(&iterator) { offset += UTF8.width(scalar) }
  return offset
}
