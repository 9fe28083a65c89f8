/// A series with its mean taken away and its length made 1, so that a correlation is one sum of products.
///
/// The mean is taken in a first pass: the one-pass formula Σx² − (Σx)²/n cancels for a cell that hardly moves.
struct StandardSeries {
  let values: [Double]

  /// Nil for a series without variation (or with what is no number), which correlates with nothing.
  init?(_ series: some Collection<Double>) {
    guard !series.isEmpty else { return nil }
    let mean = series.reduce(0, +) / Double(series.count)
    let length = series.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
    let largest = series.reduce(0) { max($0, abs($1)) }
    // What rounding alone leaves of a constant is no variation.
    guard length.isFinite, length > 1e-9 * max(largest, 1e-3) * Double(series.count).squareRoot() else { return nil }
    values = series.map { ($0 - mean) / length }
  }

  /// Pearson's r, between −1 and 1.
  func correlation(with other: StandardSeries) -> Double {
    var sum = 0.0
    for (a, b) in zip(values, other.values) { sum += a * b }
    return max(-1, min(1, sum))
  }
}
