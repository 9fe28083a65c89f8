/// What a dash right behind a time stands before, as in `9:00-10:00`, where it could be both.
package enum TimeDash: Sendable {
  /// A zone behind UTC.
  case zone
  /// The end of a span that begins at the time.
  case span
}

/// What the dates of a whole column have in common, counted while they are read.
package struct DateTally: Sendable {
  /// The finest part of any.
  package private(set) var precision: DatePrecision?
  /// Whether another order of day, month and year could make another date of any.
  package private(set) var dependsOnFormat = false
  /// Whether the year of any has two digits.
  package private(set) var hasShortYear = false
  /// Whether any is a span that can be nothing else.
  package private(set) var hasSpan = false
  /// Whether points stand between the numbers of all dates whose order could be another one.
  package var isBetweenDots: Bool { hasDots && !hasOtherMarks }

  private var hasDots = false
  private var hasOtherMarks = false
  private var count = 0
  /// The dates whose zone could be the end of a span that comes later in the day.
  private var laterEnds = 0
  fileprivate private(set) var hasZoneOfIndia = false
  /// Whether the zones of all dates could be the ends of spans.
  private var mayBeSpans = true
  private var (starts, ends, lengths) = (Set<Int>(), Set<Int>(), Set<Int>())

  /// Of no dates.
  package init() {}

  /// Counts the date of a cell, nil where it is none.
  package mutating func add(_ date: DateText?) {
    count += 1
    guard let date else {
      hasOtherMarks = true
      return
    }
    if precision.map({ $0 < date.precision }) ?? true { precision = date.precision }
    if date.dependsOnFormat { dependsOnFormat = true }
    if date.hasShortYear { hasShortYear = true }
    if date.hasDots { hasDots = true } else if date.dependsOnFormat { hasOtherMarks = true }
    if date.isSpan { hasSpan = true }
    guard let zone = date.zoneSeconds else {
      mayBeSpans = false
      return
    }
    if zone == 19_800 { hasZoneOfIndia = true }
    let start = Int(((date.days - date.days.rounded(.down)) * 86_400).rounded())
    if !date.isSpan, zone > 0 || zone < 0 && -zone <= start { laterEnds += 1 }
    // Midnight ends a day.
    let end = zone == 0 ? 86_400 : -zone
    guard mayBeSpans, zone <= 0, end > start else {
      mayBeSpans = false
      return
    }
    starts.insert(start)
    ends.insert(end)
    lengths.insert(end - start)
  }

  /// Whether the zones of a column are the ends of spans: each comes later in the day than its time, and together they are no
  /// zone with its summer time. Beside spans that can be nothing else, most come later: others go on past midnight.
  fileprivate var haveSpans: Bool {
    if hasSpan { return laterEnds * 2 < count }
    guard mayBeSpans, let first = ends.min(), let last = ends.max(), first < last else { return false }
    return lengths.count == 1 || ends.count > 2 && starts.count > 1 || last - first > 7_200
  }
}

extension DateText.Style {
  /// The style of a whole column, once its texts were read in this one: the dash behind a time and the zone IST say only
  /// beside others what they are.
  package func settled(by texts: some Sequence<String>, readAs dates: DateTally) -> DateText.Style {
    var style = self
    if dates.haveSpans { style.dash = .span }
    if dates.hasZoneOfIndia { style.zoneOfIST = ZoneOfIST(in: texts) }
    return style
  }
}
