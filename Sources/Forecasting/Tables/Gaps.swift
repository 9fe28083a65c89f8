/// A column in which some rows have no value.
package struct Gaps: Equatable, Sendable {
  /// The values; not a number where there is none.
  package let values: [Double]

  /// A column, not a number where a row has no value.
  package init(_ values: [Double]) { self.values = values }

  /// The rows without a value.
  package var rows: [Int] { values.indices.filter { values[$0].isNaN } }

  /// The values under a policy; not a number where it finds none.
  ///
  /// - positions: of the rows in time, ascending.
  package func filled(_ policy: MissingValues, at positions: [Double]) -> [Double] {
    switch policy {
    case .error: values
    case .previous: filledWithPrevious()
    case .interpolate: interpolated(at: positions)
    }
  }

  /// All values, a missing one that of the row before; not a number where no row before has one.
  package func filledWithPrevious() -> [Double] {
    var previous = Double.nan
    return values.map { value in
      if !value.isNaN { previous = value }
      return previous
    }
  }

  /// All values, missing ones on the straight line between their neighbours, or, at the ends, that of the only one.
  ///
  /// - positions: of the rows in time, ascending.
  package func interpolated(at positions: [Double]) -> [Double] {
    var result = values
    var left: Int?
    for row in values.indices where !values[row].isNaN {
      fill(&result, between: left, and: row, at: positions)
      left = row
    }
    fill(&result, between: left, and: nil, at: positions)
    return result
  }

  private func fill(_ result: inout [Double], between left: Int?, and right: Int?, at positions: [Double]) {
    for row in (left ?? -1) + 1..<(right ?? values.count) {
      if let left, let right {
        let (start, end) = (positions[left], positions[right])
        let (before, after) = (values[left], values[right])
        result[row] = before + (after - before) * (positions[row] - start) / (end - start)
      } else if let neighbour = left ?? right {
        result[row] = values[neighbour]
      }
    }
  }
}
