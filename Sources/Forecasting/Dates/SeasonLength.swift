import Kernels

/// Seasons that a series may have: numbers of rows after which it roughly repeats.
public enum SeasonLength {
  /// The seasons that the calendar suggests, the shortest first.
  ///
  /// Months 12, quarters 4 and, in general, the steps of a year; weeks 52; days 7 and 365; weekdays 5; the times
  /// of a week as many as they are; hours 24 and 168 and, in general, the steps of a day and of a week.
  ///
  /// - spacing: from row to row, nil of numbered rows.
  public static func calendar(_ spacing: RowSpacing?) -> [Int] {
    let (day, week) = (86_400, 604_800)
    switch spacing {
    case nil: return []
    case .weekday: return [5]
    case .months(let months, _): return months < 12 && 12 % months == 0 ? [12 / months] : []
    case .microseconds, .irregular: return []
    case .week(let times): return [times.count]
    case .daysOfMonth(let days): return [12 * days.count]
    case .workingDay(_, let months), .weekdayOfMonth(_, _, let months):
      return months < 12 && 12 % months == 0 ? [12 / months] : []
    case .seconds(day): return [7, 365]
    case .seconds(week): return [52]
    case .seconds(let seconds):
      return seconds < day && day % seconds == 0 ? [day / seconds, week / seconds] : []
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
    let correlations = laggedProducts(of: deviations, lags: 0..<longest + 2).map { $0 / variance }
    let peaks = (2...longest).filter {
      correlations[$0] >= threshold && correlations[$0] > correlations[$0 - 1]
        && correlations[$0] >= correlations[$0 + 1]
    }
    return peaks.max { correlations[$0] < correlations[$1] }
  }
}
