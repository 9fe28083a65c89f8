/// Forecasts past the end of a series, with 95 % intervals measured on the validation part.
public struct FutureRows: Sendable {
  /// One for each row.
  public let forecasts: [ForecastTable.Forecast]

  /// The `horizon` rows after the end.
  ///
  /// The interval is the prediction ± the margin of so many steps ahead; where none was measured, its bounds are no
  /// numbers.
  public init(forecaster: Forecaster, subject: SeriesSubject, windows: SeriesWindows, axis: TimeAxis, horizon: Int) {
    let path = forecaster.paths(from: windows.count..<windows.count + 1, horizon: horizon, in: windows)[0]
    let margins = HorizonMargins(measured: subject.intervalMargins)
    forecasts = path.indices.map { step in
      let margin = margins.margin(stepsAhead: step + 1)
      return ForecastTable.Forecast(
        date: axis.label(ofRow: windows.rowCount + step), predicted: path[step], lower: path[step] - margin,
        upper: path[step] + margin)
    }
  }
}
