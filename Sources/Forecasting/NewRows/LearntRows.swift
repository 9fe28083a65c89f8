import Checkpoints

/// What the rows were like that a model has learnt from: what new rows are held against.
public struct LearntRows: Equatable, Codable, Sendable {
  /// The time from row to row; nil where rows were numbered, and in checkpoints that do not say it.
  public let spacing: RowSpacing?
  /// The columns, the target's first. Earlier checkpoints say of the target alone what its range was.
  public let columns: [LearntColumn]

  /// The rows of a table.
  public init(_ table: SeriesTable) {
    spacing = table.axis.spacing
    columns = zip(table.columns, table.units).map { LearntColumn($0, unit: $1) }
  }

  /// What earlier checkpoints say.
  init(targetRange: ClosedRange<Double>) { (spacing, columns) = (nil, [LearntColumn(range: targetRange)]) }

  /// - count: the features of the model.
  func check(features count: Int) throws(FieldError) {
    guard columns.count == 1 || columns.count == count else {
      throw FieldError(field: "learnt.columns", problem: "are \(columns.count), \(count) expected")
    }
    for (index, column) in columns.enumerated() { try column.check("learnt.columns[\(index)]") }
    try spacing?.check("learnt.spacing")
  }
}

/// The numbers of one column, in few words.
public struct LearntColumn: Equatable, Codable, Sendable {
  /// The currency, unit or percent sign beside the numbers, empty where there is none; nil where nobody knows.
  public let unit: String?
  /// The lowest and the highest number.
  public let range: ClosedRange<Double>
  /// The mean of the changes from row to row without their signs, those of 0 left out: unlike the range, it does not
  /// grow with the number of rows. Nil where nothing changes, and where nobody knows.
  public let meanChange: Double?

  /// The numbers of a column, of which there is at least one.
  package init(_ values: [Double], unit: String) {
    let changes = LearntColumn.changes(values)
    self.unit = unit
    range = (values.min() ?? 0)...(values.max() ?? 0)
    meanChange = changes.isEmpty ? nil : changes.reduce(0) { $0 + $1 / Double(changes.count) }
  }

  package init(range: ClosedRange<Double>) { (unit, self.range, meanChange) = (nil, range, nil) }

  /// The changes from row to row without their signs, those of 0 left out.
  static func changes(_ values: [Double]) -> [Double] {
    zip(values, values.dropFirst()).map { abs($1 - $0) }.filter { $0 > 0 }
  }

  fileprivate func check(_ field: String) throws(FieldError) {
    try FieldError.check("\(field).range", [range.lowerBound, range.upperBound], count: 2...2, in: .finite)
    try FieldError.check("\(field).meanChange", meanChange, in: .above(0, to: 1e308))
  }
}
