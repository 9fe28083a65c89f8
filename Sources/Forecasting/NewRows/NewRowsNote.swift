import Notation

/// What about new rows is not as it was in those that a model has learnt from, and may be right nevertheless.
public enum NewRowsNote: Equatable, Sendable, CustomStringConvertible {
  /// Many of the dates are not where the learnt step leads to.
  case otherStep(found: RowSpacing, learnt: RowSpacing)
  /// The rows have dates, and the learnt ones had none.
  case unknownStep(found: RowSpacing)
  /// The marks beside the numbers of a column differ, and may be of one unit; empty where there is none.
  case otherUnit(column: String, found: String, learnt: String)
  /// The numbers of a column are hardly on the learnt scale.
  case otherScale(column: String, found: ClosedRange<Double>, learnt: ClosedRange<Double>, ScaleDifference)

  /// The note in one line.
  public var description: String {
    switch self {
    case .otherStep(let found, let learnt):
      "the step from date to date is \(found.words), but \(learnt.words) in the data that the model has learnt from; rows "
        + "are taken as they stand"
    case .unknownStep(let found):
      "the step from date to date is \(found.words); the rows that the model has learnt from had no dates, so their step "
        + "is unknown"
    case .otherUnit(let column, let found, let learnt):
      "the numbers in '\(printable(column))' are \(unit(found)), those that the model has learnt from \(unit(learnt))"
    case .otherScale(let column, let found, let learnt, let difference):
      "the numbers in '\(printable(column))' are from \(words(found)), those that the model has learnt from are from "
        + "\(words(learnt)): \(words(difference)); if their unit is another, the forecast is worth nothing"
    }
  }
}

private func unit(_ mark: String) -> String { mark.isEmpty ? "without a unit" : "in \(printable(mark))" }

private func words(_ range: ClosedRange<Double>) -> String {
  "\(NumberFormat.exact(range.lowerBound)) to \(NumberFormat.exact(range.upperBound))"
}

private func words(_ difference: ScaleDifference) -> String {
  switch difference {
  case .outside(let times):
    "half of the new numbers are outside of the learnt range, by \(rounded(times)) times its width or more"
  case .wider(let times): "the new range is \(rounded(times)) times as wide"
  case .changes(let times) where times < 1:
    "from row to row, the new numbers change 1/\(rounded(1 / times)) as much as the learnt ones"
  case .changes(let times): "from row to row, the new numbers change \(rounded(times)) times as much as the learnt ones"
  }
}

private func rounded(_ times: Double) -> String { NumberFormat.fixed(times, places: times < 10 ? 1 : 0) }
