extension SeriesTraining {
  /// How the test rows are met; nil when there are none.
  public func evaluation(of predicted: [Double]) -> ForecastEvaluation? {
    ForecastEvaluation(
      predicted: predicted, target: table.target, split: split, excluding: table.incomparableRows,
      seasonal: (try? Self.seasonalNaive(table, split, subject)) ?? nil)
  }

  /// The steps ahead whose intervals are measured where fewer are asked for.
  private static let leastHorizon = 30

  /// Half the widths of 95 % intervals, by the steps ahead, from forecasts of the validation part.
  public func intervalMargins(of forecaster: Forecaster, horizon: Int) -> [Double] {
    forecaster.intervalMargins(
      of: split.validationRows, limit: max(horizon, Self.leastHorizon), in: windows, target: table.target,
      excluding: table.incomparableRows)
  }

  /// Every row that has a window before it, beside its prediction, as CSV.
  public func predictionTable(_ predicted: [Double]) -> PredictionTable { PredictionTable(self, predicted) }

  /// The seasonal naive forecast of the test rows; nil where no season is known.
  static func seasonalNaive(
    _ table: SeriesTable, _ split: SeriesSplit, _ subject: SeriesSubject
  ) throws(ForecastingError) -> [Double]? {
    guard let season = subject.season else { return nil }
    return try Baselines.seasonalNaive(table.target, rows: split.testRows, season: season)
  }
}
