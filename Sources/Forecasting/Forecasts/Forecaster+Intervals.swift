extension Forecaster {
  /// Half the widths of 95 % intervals of forecasts 1, 2 … steps ahead, from the errors of forecasts of held-out rows, in
  /// the target's unit: as many steps as there are rows, at most `limit`.
  ///
  /// A forecast h steps ahead of a row knows the series up to h rows before it, so that all steps are measured at all
  /// rows; the first forecasts begin in the training part. Steps that fewer than ten rows can be compared at, or fewer than
  /// all of less, end the measurement.
  ///
  /// - rows: those to be forecast, the validation's; each has a window before it.
  /// - target: the series in its own unit.
  /// - excluding: rows whose values are not what was measured.
  public func intervalMargins(
    of rows: Range<Int>, limit: Int, in series: SeriesWindows, target: [Double], excluding: Set<Int> = []
  ) -> [Double] {
    let horizon = min(limit, rows.count)
    guard horizon > 0 else { return [] }
    let windows = max(0, rows.lowerBound - series.steps - horizon + 1)..<rows.upperBound - series.steps
    let paths = paths(from: windows, horizon: horizon, in: series)
    var margins: [Double] = []
    for step in 0..<horizon {
      let compared = rows.filter { $0 - series.steps - step >= windows.lowerBound && !excluding.contains($0) }
      guard !compared.isEmpty, compared.count >= min(10, rows.count) else { break }
      margins.append(
        ConformalMargin.margin(
          compared.map { row in paths[row - series.steps - step - windows.lowerBound][step] - target[row] }))
    }
    return margins
  }
}
