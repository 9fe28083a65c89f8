/// Forecasts past the end of a series, with intervals from the errors of the validation.
public struct FutureRows: Sendable {
  /// One for each row.
  public let forecasts: [ForecastTable.Forecast]

  /// Half the width of the interval that 95 % of normally distributed errors fall into, in their standard deviations.
  public static let intervalDeviations = 1.96

  /// The `horizon` rows after the end.
  ///
  /// The interval of h steps ahead is the prediction ± 1.96 times the root mean square error of validation forecasts h
  /// steps ahead. Beyond the steps that were measured it widens with the root of the steps, as a random walk's does;
  /// where none were, its bounds are no numbers.
  public init(forecaster: Forecaster, subject: SeriesSubject, windows: SeriesWindows, axis: TimeAxis, horizon: Int) {
    let path = forecaster.paths(from: windows.count..<windows.count + 1, horizon: horizon, in: windows)[0]
    let errors = subject.horizonErrors
    forecasts = path.indices.map { step in
      var error = step < errors.count ? errors[step] : errors.last ?? .nan
      if step >= errors.count { error *= (Double(step + 1) / Double(max(errors.count, 1))).squareRoot() }
      let margin = Self.intervalDeviations * error
      return ForecastTable.Forecast(
        date: axis.label(ofRow: windows.rowCount + step), predicted: path[step], lower: path[step] - margin,
        upper: path[step] + margin)
    }
  }
}
