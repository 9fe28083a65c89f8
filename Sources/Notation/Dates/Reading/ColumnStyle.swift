/// What a dash right behind a time stands before, as in `9:00-10:00`, where it could be both.
package enum TimeDash: Sendable {
  /// A zone behind UTC.
  case zone
  /// The end of a span that begins at the time.
  case span
}

extension DateText.Style {
  /// The style of a whole column, once its texts were read in this one: the dash behind a time and the zone IST say only
  /// beside others what they are.
  package func settled(by texts: [String], readAs dates: [DateText?]) -> DateText.Style {
    var style = self
    if haveSpans(dates) { style.dash = .span }
    if dates.contains(where: { $0?.zoneSeconds == 19_800 }) { style.zoneOfIST = ZoneOfIST(in: texts) }
    return style
  }
}

/// Whether the zones of a column are the ends of spans: each comes later in the day than its time, and together they are no
/// zone with its summer time. Beside spans that can be nothing else, most come later: others go on past midnight.
private func haveSpans(_ dates: [DateText?]) -> Bool {
  if dates.contains(where: { $0?.isSpan == true }) {
    let others = dates.count { date in
      guard let date, !date.isSpan, let zone = date.zoneSeconds else { return false }
      return zone > 0 || zone < 0 && -zone <= Int(((date.days - date.days.rounded(.down)) * 86_400).rounded())
    }
    return others * 2 < dates.count
  }
  var (starts, ends, lengths) = (Set<Int>(), Set<Int>(), Set<Int>())
  for case let date? in dates {
    guard let zone = date.zoneSeconds, zone <= 0 else { return false }
    let start = Int(((date.days - date.days.rounded(.down)) * 86_400).rounded())
    // Midnight ends a day.
    let end = zone == 0 ? 86_400 : -zone
    guard end > start else { return false }
    starts.insert(start)
    ends.insert(end)
    lengths.insert(end - start)
  }
  guard let first = ends.min(), let last = ends.max(), first < last else { return false }
  return lengths.count == 1 || ends.count > 2 && starts.count > 1 || last - first > 7_200
}
