extension Forecaster {
  /// Half the widths of 95 % intervals of forecasts 1, 2 … steps ahead, from the errors of forecasts of held-out rows, in
  /// the target's unit: as many steps as there are rows, at most `limit`.
  ///
  /// A forecast h steps ahead of a row knows the series up to h rows before it, so that all steps are measured at all
  /// rows; the first forecasts begin in the training part. Where all of these forecasts would be too much work, only those
  /// that begin at rows spread evenly are made. Steps that fewer than ten rows can be compared at, or fewer than all of
  /// less, end the measurement.
  ///
  /// - rows: those to be forecast, the validation's; each has a window before it.
  /// - target: the series in its own unit.
  /// - excluding: rows whose values are not what was measured.
  /// - most: the rows that all forecasts together read at most, unless these are fewer than a hundred forecasts; by
  ///   default about a second of a small network, so that a far horizon does not take longer than the training.
  public func intervalMargins(
    of rows: Range<Int>, limit: Int, in series: SeriesWindows, target: [Double], excluding: Set<Int> = [],
    reading most: Int = 500_000
  ) -> [Double] {
    let horizon = min(limit, rows.count)
    guard horizon > 0 else { return [] }
    let all = max(0, rows.lowerBound - series.steps - horizon + 1)..<rows.upperBound - series.steps
    let rowsRead = all.count * horizon * reading.leastRows
    let distance = max(1, min((rowsRead + most - 1) / most, all.count / 100))
    let windows = Array(stride(from: all.lowerBound, to: all.upperBound, by: distance))
    let paths = paths(from: windows, horizon: horizon, in: series)
    var margins: [Double] = []
    for step in 0..<horizon {
      let compared = windows.indices.filter { index in
        let row = series.targetRow(of: windows[index]) + step
        return rows.contains(row) && !excluding.contains(row)
      }
      guard !compared.isEmpty, compared.count >= min(10, rows.count) else { break }
      margins.append(
        ConformalMargin.margin(
          compared.map { paths[$0][step] - target[series.targetRow(of: windows[$0]) + step] }))
    }
    return margins
  }
}
