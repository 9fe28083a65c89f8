/// What was found about a series before its training, where nobody chose it.
public struct SeriesFindings: Equatable, Sendable {
  /// What its season was chosen by; nil where it was given, or there was nothing to choose from.
  public let season: SeasonChoice?
  /// What the predicted quantity was chosen by; nil where it was given, or too few rows could decide it.
  public let quantity: QuantityChoice?

  /// Nothing was found.
  init() { (season, quantity) = (nil, nil) }

  /// What the rows before the test show.
  init(_ table: SeriesTable, _ split: SeriesSplit, beside choices: SeriesChoices) {
    let (rows, excluded) = (split.decidingRows, table.incomparableRows)
    season =
      choices.season == nil
      ? SeasonChoice(step: table.axis.spacing, target: table.target, rows: rows, excluding: excluded) : nil
    quantity =
      choices.quantity == nil ? QuantityChoice(target: table.target, rows: rows, excluding: excluded) : nil
  }
}
