import Notation

extension SeriesSubject {
  /// Holds new rows against those that the model has learnt from, and says what differs.
  ///
  /// - source: what messages call the table.
  /// - Throws: `otherStep` where the step from date to date is another one, `otherUnit` where the numbers of a column have
  ///   a mark that is surely of another unit.
  public func notes(on table: SeriesTable, source: String) throws(ForecastingError) -> [NewRowsNote] {
    var notes: [NewRowsNote] = []
    if let found = table.axis.spacing {
      if let spacing = learnt?.spacing {
        switch spacing.fit(of: table.axis) {
        case .same: break
        case .partly: notes.append(.otherStep(found: found, learnt: spacing))
        case .other: throw .otherStep(source: source, found: found, learnt: spacing)
        }
      } else if options.dateColumn == .detected {
        // With dates, the column would have a name.
        notes.append(.unknownStep(found: found))
      }
    }
    for (index, column) in (learnt?.columns ?? []).enumerated() {
      let (name, unit) = (table.features[index], table.units[index])
      if let learnt = column.unit, learnt != unit {
        guard UnitMark.mayBeOne(unit, learnt) else {
          throw .otherUnit(source: source, column: name, found: unit, learnt: learnt)
        }
        notes.append(.otherUnit(column: name, found: unit, learnt: learnt))
      }
      let values = table.columns[index]
      if let difference = ScaleDifference(of: values, from: column), let least = values.min(), let most = values.max() {
        notes.append(.otherScale(column: name, found: least...most, learnt: column.range, difference))
      }
    }
    return notes
  }
}
