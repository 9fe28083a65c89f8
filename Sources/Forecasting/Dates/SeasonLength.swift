/// The season of a series: the number of rows after which it roughly repeats.
public enum SeasonLength {
  /// The season that the calendar suggests, else the one that the values show, else nil.
  ///
  /// Months 12, quarters 4, weeks 52, hours 24 and, in general, the rows of a year or a day; days 365 when the
  /// training part has two years of them, else 7; weekdays 5. Of other series the strongest peak of the
  /// autocorrelation of the training part, if it is at least 0.3. A season is shorter than the training part.
  ///
  /// - spacing: from row to row, nil of numbered rows.
  /// - training: the target's values in the training part.
  public static func detected(spacing: RowSpacing?, training: [Double]) -> Int? {
    if let season = spacing.flatMap({ calendarSeason($0, rows: training.count) }), season < training.count {
      return season
    }
    return autocorrelationPeak(training)
  }

  private static func calendarSeason(_ spacing: RowSpacing, rows: Int) -> Int? {
    let (day, week) = (86_400, 604_800)
    switch spacing {
    case .weekday: return 5
    case .months(let months, _): return months < 12 && 12 % months == 0 ? 12 / months : nil
    case .seconds(day): return rows >= 2 * 365 ? 365 : 7
    case .seconds(week): return 52
    case .seconds(let seconds): return seconds < day && day % seconds == 0 ? day / seconds : nil
    }
  }

  /// The lag of the highest peak of the autocorrelation, at least 0.3, among lags from 2 to half of the rows, at most
  /// 2,000; nil if there is none.
  ///
  /// A peak is higher than both neighbours: a trend alone makes all short lags high. Cost: rows × lags.
  package static func autocorrelationPeak(_ values: [Double], threshold: Double = 0.3) -> Int? {
    let longest = min(values.count / 2, 2_000)
    guard longest >= 2 else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    let deviations = values.map { $0 - mean }
    let variance = deviations.reduce(0) { $0 + $1 * $1 }
    guard variance > 0 else { return nil }
    let correlations = (0...longest + 1).map { lag in
      zip(deviations, deviations.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 } / variance
    }
    let peaks = (2...longest).filter {
      correlations[$0] >= threshold && correlations[$0] > correlations[$0 - 1]
        && correlations[$0] >= correlations[$0 + 1]
    }
    return peaks.max { correlations[$0] < correlations[$1] }
  }
}
