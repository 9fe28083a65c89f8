/// The rows of a series beside their predictions as CSV, in pieces of about a hundred thousand characters: so long as nobody
/// keeps them, no more of the table is in memory.
public struct PredictionTable: Sequence, IteratorProtocol {
  private let training: SeriesTraining
  private let predicted: [Double]
  private let spread: Double
  /// The window whose row comes next; nil before the line of names.
  private var window: Int?

  /// - predicted: predictions of all rows from T on, in the target's unit.
  init(_ training: SeriesTraining, _ predicted: [Double]) {
    (self.training, self.predicted) = (training, predicted)
    let first = training.windows.targetRow(of: 0)
    let actual = training.table.target[first..<first + predicted.count]
    spread = ForecastTable.spread([actual, predicted[...]].joined())
  }

  /// The next piece; nil behind the last one.
  public mutating func next() -> String? {
    guard window ?? -1 < predicted.count else { return nil }
    var piece = window == nil ? ForecastTable.predictionNames : ""
    var next = window ?? 0
    while next < predicted.count, piece.utf8.count < 100_000 {
      ForecastTable.append(prediction(next), spread, to: &piece)
      next += 1
    }
    window = next
    return piece
  }

  private func prediction(_ window: Int) -> ForecastTable.Prediction {
    let row = training.windows.targetRow(of: window)
    return ForecastTable.Prediction(
      date: training.table.axis.label(ofRow: row), actual: training.table.target[row], predicted: predicted[window],
      part: training.split.part(ofRow: row))
  }
}
