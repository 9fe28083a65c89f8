import Notation

/// One way to read all dates of a column.
struct DateReading: Equatable {
  /// What the dates are in this way; nil where a cell is none.
  let dates: [DateText?]
  /// The way in words; nil where every text says it itself.
  let words: String?
  /// The option that asks for this way; nil where none does.
  let format: DateFormat?

  /// The cells that are no dates.
  var misses: Int { dates.count { $0 == nil } }

  /// Days since 1970-01-01 of a complete reading. A clock that is put back in autumn shows an hour twice, hence one zone
  /// for all where zones are written.
  var days: [Double] {
    let reference = dates.lazy.compactMap { $0?.zoneSeconds }.first ?? 0
    return dates.map { date in
      (date?.days ?? .nan) - Double((date?.zoneSeconds ?? reference) - reference) / 86_400
    }
  }

  /// The places at which a complete reading neither ascends throughout nor, read from below, does.
  var disorder: Int {
    let days = days
    let pairs = zip(days, days.dropFirst())
    return min(pairs.count { $0 >= $1 }, pairs.count { $0 <= $1 })
  }

  /// Whether points stand between the numbers of all dates whose order could be another one.
  var isBetweenDots: Bool {
    dates.allSatisfy { $0?.hasDots == true || $0?.dependsOnFormat == false } && dates.contains { $0?.hasDots == true }
  }

  /// The days from the earliest date of a complete reading to the latest.
  var length: Double {
    let days = days
    return (days.max() ?? 0) - (days.min() ?? 0)
  }

  /// Whether each date of a complete reading is later than the one above it.
  var isAscending: Bool {
    let days = days
    return zip(days, days.dropFirst()).allSatisfy { $0 < $1 }
  }

  /// Whether the dates of a complete reading go on by one step throughout.
  var isRegular: Bool {
    let days = days
    guard days.count > 3, let detection = SpacingDetection(days: days[0] < days[1] ? days : days.reversed()) else {
      return false
    }
    return detection.missingDates + detection.irregularSpacings == 0
  }

  /// All ways in which a column can be read that are worth a thought.
  ///
  /// - format: the order of day and month, where it was given.
  static func all(_ texts: [String], format: DateFormat?) -> [DateReading] {
    let formats = format.map { [$0] } ?? likelyFormats(texts.prefix(2_000))
    var style = DateText.Style(formats[0])
    style.isAskedFor = format != nil
    var readings = [reading(texts, style)]
    if readings[0].depends(texts, besides: formats.dropFirst()) {
      for format in formats.dropFirst() {
        let reading = reading(texts, .init(format))
        if !readings.contains(where: { $0.dates == reading.dates }) { readings.append(reading) }
      }
    }
    if readings.allSatisfy({ $0.misses > 0 }) { readings += numbers(texts) + named(texts, format ?? .dayFirst) }
    return readings
  }

  /// The formats in which most of some texts are dates; at least one.
  private static func likelyFormats(_ texts: some Collection<String>) -> [DateFormat] {
    let misses = DateFormat.allCases.map { format in texts.count { DateText($0, style: .init(format)) == nil } }
    return DateFormat.allCases.indices.filter { misses[$0] == misses.min() }.map { DateFormat.allCases[$0] }
  }

  /// Whether another format makes another date of any text, or a date of a text that is none in this way.
  private func depends(_ texts: [String], besides formats: some Collection<DateFormat>) -> Bool {
    guard !formats.isEmpty, misses < texts.count else { return false }
    return zip(texts, dates).contains { text, date in
      date?.dependsOnFormat ?? formats.contains { DateText(text, style: .init($0)) != nil }
    }
  }

  /// A column as dates that people write, in the century in which they ascend.
  private static func reading(_ texts: [String], _ style: DateText.Style) -> DateReading {
    func read(_ style: DateText.Style) -> DateReading {
      let dates = texts.map { DateText($0, style: style) }
      let words = [
        dates.contains { $0?.dependsOnFormat == true } ? style.format.words : nil,
        style.words == .english ? nil : "in \(style.words.language)",
      ].compactMap(\.self)
      return DateReading(
        dates: dates, words: words.isEmpty ? nil : words.joined(separator: ", "), format: style.format)
    }
    var (style, usual) = (style, read(style))
    let settled = style.settled(by: texts, readAs: usual.dates)
    if settled != style { (style, usual) = (settled, read(settled)) }
    if style.dash == .zone { usual = usual.withoutSpans }
    guard usual.misses == 0, usual.dates.contains(where: { $0?.hasShortYear == true }), !usual.isAscending else {
      return usual
    }
    for century in [69, 100, 0] {
      style.firstOf1900s = century
      let other = read(style)
      if other.isAscending { return other }
    }
    return usual
  }

  /// The reading in which spans are no dates where others have zones, as an hour that is mistyped in a zone.
  private var withoutSpans: DateReading {
    guard dates.contains(where: { $0?.isSpan == true }) else { return self }
    return DateReading(dates: dates.map { $0?.isSpan == true ? nil : $0 }, words: words, format: format)
  }

  /// A column as numbers of dates.
  private static func numbers(_ texts: [String]) -> [DateReading] {
    let sample = texts.filter { !NumberText.isMissing($0) }.prefix(100)
    guard !sample.isEmpty else { return [] }
    return DateNumber.allCases.filter { form in sample.allSatisfy { form.date($0) != nil } }.map { form in
      DateReading(dates: texts.map(form.date), words: form.rawValue, format: nil)
    }
  }

  /// A column with names of other languages.
  private static func named(_ texts: [String], _ format: DateFormat) -> [DateReading] {
    DateLanguages.words(for: texts).map { words in
      var style = DateText.Style(format)
      style.words = words
      return reading(texts, style)
    }
  }
}

extension DateFormat {
  /// In a sentence.
  var words: String {
    switch self {
    case .dayFirst: "day first"
    case .monthFirst: "month first"
    case .yearFirst: "year first"
    }
  }
}
