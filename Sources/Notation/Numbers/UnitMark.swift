/// What stands beside numbers: a currency, unit or percent sign.
package enum UnitMark {
  /// Whether two marks may be of one unit: where one is missing, where they differ in capitals, spaces, points or the sign of
  /// degrees, and where one is the sign of a currency and the other a code or the same sign with letters.
  package static func mayBeOne(_ first: String, _ second: String) -> Bool {
    if first.isEmpty || second.isEmpty || plain(first) == plain(second) { return true }
    guard Currency.isSign(first), Currency.isSign(second) else { return false }
    return Currency.isCode(first) != Currency.isCode(second) || first.contains(second) || second.contains(first)
  }

  private static func plain(_ mark: String) -> String {
    mark.lowercased().filter { !$0.isWhitespace && $0 != "." && $0 != "°" }
  }
}
