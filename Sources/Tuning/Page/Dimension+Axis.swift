import Charts
import Notation

extension Dimension {
  /// So many numbers are marked one by one; more are a scale.
  private static let mostMarks = 9

  /// The option's axis in a picture. It holds the whole range.
  var axis: ParallelCoordinates.Axis {
    if let listedValues { return .choices(listedValues, label: name) }
    let ends = [value(at: 0), value(at: count - 1)].compactMap(Double.init)
    switch range {
    case .logarithmic, .wholeLogarithmic: return .measure(.logarithmic(label: name), holding: ends)
    case .stepped, .choices: return .measure(.number(label: name), holding: ends)
    }
  }

  /// Where a value stands on the axis; not a number for what is no value of the option.
  func place(of value: String) -> Double {
    guard let listedValues else { return Double(value) ?? .nan }
    return listedValues.firstIndex(of: value).map(Double.init) ?? .nan
  }

  /// The values, where each has a mark of its own.
  private var listedValues: [String]? {
    switch range {
    case .choices(let values): values
    case .stepped where count <= Self.mostMarks: (0..<count).map(value)
    case .stepped, .logarithmic, .wholeLogarithmic: nil
    }
  }
}
