/// How the numbers of a column lie beside those that a model has learnt from, where they are hardly on one scale.
///
/// Units differ by factors from 1.8 (°C and °F, with an offset) to powers of ten. Series that grow leave what was learnt, and
/// few rows span less than many; neither is to be taken for another unit.
public enum ScaleDifference: Equatable, Sendable {
  /// Half of the numbers lie further outside than the learnt ones are apart; so many times as far.
  case outside(times: Double)
  /// The numbers are so many times as far apart as the learnt ones, at least ten.
  case wider(times: Double)
  /// From row to row they change so many times as much as the learnt ones: ten and more, or a tenth and less.
  case changes(times: Double)

  /// The difference of numbers from the learnt ones; nil where they may well be on one scale.
  package init?(of values: [Double], from learnt: LearntColumn) {
    let (low, high) = (learnt.range.lowerBound, learnt.range.upperBound)
    // Of a constant, its size is all that is known.
    let width = high > low ? high - low : abs(high)
    guard width > 0, let least = values.min(), let most = values.max() else { return nil }
    let median = values.sorted()[values.count / 2]
    let distance = max(low - median, median - high) / width
    let changes = LearntColumn.changes(values)
    if distance > 1 {
      self = .outside(times: distance)
    } else if high > low, (most - least) / width >= 10 {
      self = .wider(times: (most - least) / width)
    } else if let learntChange = learnt.meanChange, changes.count >= 20 {
      // A calm time, as a dry month, has few changes.
      let times = changes.reduce(0) { $0 + $1 / Double(changes.count) } / learntChange
      guard times >= 10 || times <= 0.1 else { return nil }
      self = .changes(times: times)
    } else {
      return nil
    }
  }
}
