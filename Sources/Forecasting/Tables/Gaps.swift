/// A column in which some rows have no value.
package struct Gaps: Equatable, Sendable {
  /// The values; nil where there is none.
  package let values: [Double?]

  /// A column, nil where a row has no value.
  package init(_ values: [Double?]) { self.values = values }

  /// The rows without a value.
  package var rows: [Int] { values.indices.filter { values[$0] == nil } }

  /// The values under a policy; nil where it finds none.
  ///
  /// - positions: of the rows in time, ascending.
  package func filled(_ policy: MissingValues, at positions: [Double]) -> [Double?] {
    switch policy {
    case .error: values
    case .previous: filledWithPrevious()
    case .interpolate: interpolated(at: positions)
    }
  }

  /// All values, a missing one that of the row before; nil where no row before has one.
  package func filledWithPrevious() -> [Double?] {
    var previous: Double?
    return values.map { value in
      previous = value ?? previous
      return previous
    }
  }

  /// All values, missing ones on the straight line between their neighbours, or, at the ends, that of the only one.
  ///
  /// - positions: of the rows in time, ascending.
  package func interpolated(at positions: [Double]) -> [Double?] {
    var result = values
    var left: Int?
    for row in values.indices where values[row] != nil {
      fill(&result, between: left, and: row, at: positions)
      left = row
    }
    fill(&result, between: left, and: nil, at: positions)
    return result
  }

  private func fill(_ result: inout [Double?], between left: Int?, and right: Int?, at positions: [Double]) {
    for row in (left ?? -1) + 1..<(right ?? values.count) {
      switch (left.flatMap { values[$0] }, right.flatMap { values[$0] }) {
      case (let before?, let after?):
        let (start, end) = (positions[left ?? row], positions[right ?? row])
        result[row] = before + (after - before) * (positions[row] - start) / (end - start)
      case (let before, let after): result[row] = before ?? after
      }
    }
  }
}
