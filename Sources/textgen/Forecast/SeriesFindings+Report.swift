import Forecasting
import Notation

extension SeriesFindings {
  /// What was chosen of a series, and why.
  func lines(of split: SeriesSplit) -> [String] {
    let rows = "the last \(counted(split.decidingRows.count, "row"))\(split.testRows.isEmpty ? "" : " before the test")"
    return [quantity.map { Self.line($0, rows) }, season.map { Self.line($0, rows) }].compactMap(\.self)
  }

  private static func line(_ choice: QuantityChoice, _ rows: String) -> String {
    let (level, change) = (significant(choice.levelError), significant(choice.changeError))
    let errors = choice.quantity == .change ? (change, level) : (level, change)
    return
      "the \(choice.quantity.rawValue), because a quick trial on \(rows) has an RMSE of \(errors.0), and of \(errors.1) "
      + "for the \(choice.quantity == .change ? "level" : "change")"
  }

  private static func line(_ choice: SeasonChoice, _ rows: String) -> String {
    let chosen = choice.season.map { "a season of \($0) rows" } ?? "no season"
    let shown = choice.candidates.first { $0.season == choice.season } ?? choice.candidates[0]
    return
      "\(chosen), by the RMSE on \(rows): \(significant(shown.error)) for the value \(shown.season) rows before, "
      + "\(significant(choice.persistenceError)) for the value before, \(significant(choice.meanError)) for the mean"
  }

  /// One object of `--json`; absent keys do not apply.
  private struct Object: Encodable {
    struct Season: Encodable {
      let rows: Int
      let rmse: Double
    }

    let event = "choices"
    let rows: Int
    let predict: String?
    let level_rmse, change_rmse: Double?
    let season: Int?
    let seasons: [Season]?
    let persistence_rmse, mean_rmse: Double?
  }

  /// Writes what was chosen, and the errors by which.
  func writeJSON() throws {
    guard let rows = quantity?.rows ?? season?.rows else { return }
    try JSONLine.write(
      Object(
        rows: rows.count, predict: quantity?.quantity.rawValue, level_rmse: quantity?.levelError,
        change_rmse: quantity?.changeError, season: season?.season,
        seasons: season?.candidates.map { .init(rows: $0.season, rmse: $0.error) },
        persistence_rmse: season?.persistenceError, mean_rmse: season?.meanError))
  }
}
