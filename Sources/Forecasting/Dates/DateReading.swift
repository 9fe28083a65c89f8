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
    var readings: [DateReading] = []
    for format in formats {
      let reading = reading(texts, .init(format))
      if !readings.contains(where: { $0.dates == reading.dates }) { readings.append(reading) }
    }
    if readings.allSatisfy({ $0.misses > 0 }) { readings += numbers(texts) + named(texts, format ?? .dayFirst) }
    return readings
  }

  /// The formats in which most of some texts are dates; one where all texts say theirs themselves.
  private static func likelyFormats(_ texts: some Collection<String>) -> [DateFormat] {
    let dates = DateFormat.allCases.map { format in texts.map { DateText($0, style: .init(format)) } }
    let misses = dates.map { $0.count { $0 == nil } }
    let likely = DateFormat.allCases.indices.filter { misses[$0] == misses.min() }
    let depends = likely.contains { dates[$0].contains { $0?.dependsOnFormat == true } }
    return (depends ? likely : Array(likely.prefix(1))).map { DateFormat.allCases[$0] }
  }

  /// A column as dates that people write, in the century in which they ascend.
  private static func reading(_ texts: [String], _ style: DateText.Style) -> DateReading {
    func read(firstOf1900s: Int) -> DateReading {
      var style = style
      style.firstOf1900s = firstOf1900s
      let dates = texts.map { DateText($0, style: style) }
      let words = [
        dates.contains { $0?.dependsOnFormat == true } ? style.format.words : nil,
        style.words == .english ? nil : "in \(style.words.language)",
      ].compactMap(\.self)
      return DateReading(
        dates: dates, words: words.isEmpty ? nil : words.joined(separator: ", "), format: style.format)
    }
    let usual = read(firstOf1900s: 30)
    guard usual.misses == 0, usual.dates.contains(where: { $0?.hasShortYear == true }), !usual.isAscending else {
      return usual
    }
    return [69, 100, 0].lazy.map(read).first(where: \.isAscending) ?? usual
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
