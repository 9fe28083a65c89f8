import Notation

/// What is done about cells of a chosen column that are missing or no numbers.
public enum MissingValues: String, CaseIterable, Codable, Sendable {
  /// Nothing is read.
  case error
  /// The value of the row before is taken.
  case previous
  /// A value is taken from the straight line, over time, between the neighbours that have one; before the first and
  /// after the last, that one.
  case interpolate
}

/// Which column holds the dates of the rows.
public enum DateColumnChoice: Equatable, Codable, Sendable {
  /// The first column of dates, or of ascending years in the first place; rows are numbered where there is none.
  case detected
  /// The column of this name.
  case named(String)
  /// No column: rows are numbered.
  case numbered
}

/// What a file does not say itself: which columns to read, and how.
public struct SeriesOptions: Equatable, Codable, Sendable {
  /// The column of dates.
  public var dateColumn: DateColumnChoice
  /// The line of the file that has the names, from 1; nil to find it.
  public var headerLine: Int?
  /// Which number is the day in dates such as `01/02/1981`; nil if the column shows it.
  public var dateFormat: DateFormat?
  /// What the times are times of; nil for a clock that goes on evenly.
  public var clock: ClockKind?
  /// The decimal mark of the numbers; nil if the columns show it.
  public var decimalMark: DecimalMark?
  /// The column to forecast; nil if only one holds numbers.
  public var target: String?
  /// More columns to forecast from; the target and repeated names among them are passed over.
  public var features: [String]
  /// What is done about missing values.
  public var missingValues: MissingValues
  /// The columns that tell several series apart, and, after `=`, the one to read; nil if there is one series.
  public var series: String?

  /// Options; by default everything is found in the file.
  public init(
    dateColumn: DateColumnChoice = .detected, dateFormat: DateFormat? = nil,
    clock: ClockKind? = nil, decimalMark: DecimalMark? = nil, target: String? = nil,
    features: [String] = [], missingValues: MissingValues = .error, series: String? = nil, headerLine: Int? = nil
  ) {
    self.dateColumn = dateColumn
    self.dateFormat = dateFormat
    self.clock = clock
    self.decimalMark = decimalMark
    self.target = target
    self.features = features
    self.missingValues = missingValues
    self.series = series
    self.headerLine = headerLine
  }
}
