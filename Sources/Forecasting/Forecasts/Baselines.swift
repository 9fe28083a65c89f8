/// Forecasts that need no learning, one step ahead: what a model has to beat.
public enum Baselines {
  /// The value of the row before, for each row of a range; traps if the first has none.
  public static func persistence(_ values: [Double], rows: Range<Int>) -> [Double] {
    precondition(rows.isEmpty || rows.lowerBound > 0, "no row before row 0")
    return rows.map { values[$0 - 1] }
  }

  /// The value one season earlier, for each row of a range.
  ///
  /// - season: in rows, above 0.
  /// - Throws: `seasonTooLong` when the first row has none.
  public static func seasonalNaive(
    _ values: [Double], rows: Range<Int>, season: Int
  ) throws(ForecastingError) -> [Double] {
    precondition(season > 0, "a season of \(season) rows")
    guard rows.isEmpty || rows.lowerBound >= season else {
      throw .seasonTooLong(season: season, rowsBefore: rows.lowerBound)
    }
    return rows.map { values[$0 - season] }
  }
}
