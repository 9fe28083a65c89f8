/// Which units of a text are too rare to be worth an output of a network, unless somebody asks for them.
///
/// Predicting an alphabet of thousands is most of a network's arithmetic. A long text in one script has the most of them by
/// accident: names in other scripts, symbols, test data.
package enum RareUnits {
  /// The part of a text that may fall to the unknown token.
  private static let most = 1.0 / 2000
  /// The units that are kept at least.
  private static let fewestKept = 256

  /// The number of occurrences from which on units are kept: the highest that drops no more of the text than is allowed. 1,
  /// which keeps all, unless at least half of the units are dropped.
  ///
  /// - counts: how often each unit occurs.
  package static func leastCount(_ counts: [Int]) -> Int {
    guard counts.count >= 2 * fewestKept else { return 1 }
    let (ascending, allowed) = (counts.sorted(), Double(counts.reduce(0, +)) * most)
    // All units of one count are kept, or none.
    var (least, occurrences, start) = (1, 0, 0)
    while start < ascending.count - fewestKept {
      let count = ascending[start]
      let end = ascending[start...].firstIndex { $0 > count } ?? ascending.count
      occurrences += (end - start) * count
      guard Double(occurrences) <= allowed, end <= ascending.count - fewestKept else { break }
      (least, start) = (count + 1, end)
    }
    return 2 * start >= ascending.count ? least : 1
  }
}
