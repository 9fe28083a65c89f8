/// The number of rows after which a series repeats, chosen among some by how well the value one season before predicts.
public struct SeasonChoice: Equatable, Sendable {
  /// A season and what it is worth.
  public struct Candidate: Equatable, Sendable {
    /// In rows.
    public let season: Int
    /// The root mean square error of the value one season before.
    public let error: Double
  }

  /// What was tried, the lowest error first.
  public let candidates: [Candidate]
  /// The root mean square error of the value before.
  public let persistenceError: Double
  /// The root mean square error of the mean of all rows before those that decide.
  public let meanError: Double
  /// The rows that were predicted.
  public let rows: Range<Int>

  /// The rows whose autocorrelation is taken at most, the latest.
  private static let mostRows = 20_000

  /// The season whose error is the lowest, or one that this is a multiple of and that is hardly worse; nil where the value
  /// before or the mean is at least as good.
  public var season: Int? {
    guard let best = candidates.first else { return nil }
    return candidates.filter {
      best.season % $0.season == 0 && $0.error <= 1.2 * best.error && $0.error < min(persistenceError, meanError)
    }.map(\.season).min()
  }

  /// Tries the seasons of the calendar and those at which the autocorrelation has a peak, of the values and of their
  /// changes; nil where there are none, or no rows to try them on.
  ///
  /// - step: from row to row, nil of numbered rows.
  /// - rows: those that decide, of which the first has one before it.
  /// - excluding: rows whose values are not what was measured.
  public init?(step: RowSpacing?, target: [Double], rows: Range<Int>, excluding: Set<Int> = []) {
    let compared = rows.filter { !excluding.contains($0) }
    let before = target[..<rows.lowerBound]
    let recent = Array(before.suffix(Self.mostRows))
    let changes = zip(recent, recent.dropFirst()).map { $1 - $0 }
    let found = [recent, changes].compactMap { SeasonLength.autocorrelationPeak($0) }
    let seasons = Set(SeasonLength.calendar(step) + found).filter { $0 > 1 && $0 <= rows.lowerBound }
    guard !compared.isEmpty, !before.isEmpty, !seasons.isEmpty else { return nil }
    func error(_ predicted: (Int) -> Double) -> Double {
      ErrorMeasures(actual: compared.map { target[$0] }, predicted: compared.map(predicted)).rootMeanSquare
    }
    let mean = before.reduce(0, +) / Double(before.count)
    meanError = error { _ in mean }
    persistenceError = error { target[$0 - 1] }
    candidates = seasons.map { season in Candidate(season: season, error: error { target[$0 - season] }) }
      .sorted { ($0.error, $0.season) < ($1.error, $1.season) }
    self.rows = rows
  }
}
