/// How the rows of a file stand in time.
package enum RowOrder: Equatable, Sendable {
  /// The earliest first.
  case earliestFirst
  /// The latest first.
  case latestFirst
  /// In no order of their dates, which are all different.
  ///
  /// - rows: those of the file in the order of their dates.
  /// - line: that of the first row that leaves the order of those above it.
  case mixed(rows: [Int], line: Int)

  /// The order of rows of which at least nine in ten are earlier than the one above them, or of others that ascend.
  ///
  /// A clock that is put back shows a few hours twice, also read from below.
  init(mostOf days: [Double]) {
    let earlier = zip(days, days.dropFirst()).count { $0 > $1 }
    self = days.count > 1 && earlier * 10 >= (days.count - 1) * 9 ? .latestFirst : .earliestFirst
  }

  /// Values of the file's rows in the order of time.
  func sorted(_ values: [Double]) -> [Double] {
    switch self {
    case .earliestFirst: values
    case .latestFirst: values.reversed()
    case .mixed(let rows, _): rows.map { values[$0] }
    }
  }

  /// The row of the file that is one of those in the order of time.
  func fileRow(_ row: Int, of count: Int) -> Int {
    switch self {
    case .earliestFirst: row
    case .latestFirst: count - 1 - row
    case .mixed(let rows, _): rows[row]
    }
  }

  /// The first row of a file that leaves the order of those above it.
  func firstOutOfPlace(_ days: [Double]) -> Int? {
    let isDescending = self == .latestFirst
    return days.indices.dropFirst().first { isDescending ? days[$0] >= days[$0 - 1] : days[$0] <= days[$0 - 1] }
  }
}

extension CSVSheet {
  /// The rows in the order of time.
  package func sorted(_ order: RowOrder) -> CSVSheet {
    switch order {
    case .earliestFirst: self
    case .latestFirst: reversed
    case .mixed(let rows, _): withRows(rows)
    }
  }
}
