import Notation

/// One way to read all dates of a column.
///
/// Memory: a number a row, and a short one where zones are written.
struct DateReading {
  /// Days since 1970-01-01 as the cells say them; not a number where a cell is no date.
  private(set) var written: [Double] = []
  /// Seconds by which the zones are ahead of UTC, `unwritten` where none is written; none where no cell has a zone.
  private var zones: [Int32] = []
  /// What the dates have in common.
  private(set) var tally = DateTally()
  /// The cells that are no dates.
  private(set) var misses = 0
  /// The way in words; nil where every text says it itself.
  private(set) var words: String?
  /// The option that asks for this way; nil where none does.
  let format: DateFormat?

  private static let unwritten = Int32.min

  private init(format: DateFormat?) { self.format = format }

  /// Reads a column cell by cell.
  ///
  /// Of a column that begins with a thousand cells that are no dates, no more are read.
  private init(
    _ cells: CellColumn, format: DateFormat?, _ date: (UnsafeBufferPointer<UInt8>) -> DateText?
  ) {
    var reading = DateReading(format: format)
    reading.written.reserveCapacity(cells.count)
    cells.forEach { cell in reading.add(reading.isHopeless ? nil : date(cell)) }
    self = reading
  }

  private var isHopeless: Bool { misses >= 1_000 && misses == written.count }

  private mutating func add(_ date: DateText?) {
    tally.add(date)
    if date == nil { misses += 1 }
    if zones.isEmpty, date?.zoneSeconds != nil {
      zones = [Int32](repeating: DateReading.unwritten, count: written.count)
      zones.reserveCapacity(written.capacity)
    }
    if date?.zoneSeconds != nil || !zones.isEmpty {
      zones.append(date?.zoneSeconds.map { Int32($0) } ?? DateReading.unwritten)
    }
    written.append(date?.days ?? .nan)
  }

  /// Whether any cell has a zone.
  var hasZones: Bool { !zones.isEmpty }

  /// Whether another way makes the same dates of all cells.
  func isSame(as other: DateReading) -> Bool {
    zones == other.zones && zip(written, other.written).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
  }

  /// Whether another way makes the same date of a cell.
  func isSame(as other: DateReading, row: Int) -> Bool {
    written[row] == other.written[row] && (hasZones ? zones[row] : 0) == (other.hasZones ? other.zones[row] : 0)
  }

  /// Days since 1970-01-01 of a complete reading. A clock that is put back in autumn shows an hour twice, hence one zone
  /// for all where zones are written.
  var days: [Double] {
    guard let reference = zones.first(where: { $0 != DateReading.unwritten }) else { return written }
    return zip(written, zones).map { days, zone in
      zone == DateReading.unwritten ? days : days - Double(zone - reference) / 86_400
    }
  }

  /// The places at which a complete reading neither ascends throughout nor, read from below, does.
  var disorder: Int {
    let days = days
    let pairs = zip(days, days.dropFirst())
    return min(pairs.count { $0 >= $1 }, pairs.count { $0 <= $1 })
  }

  /// Whether points stand between the numbers of all dates whose order could be another one.
  var isBetweenDots: Bool { tally.isBetweenDots }

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
  static func all(_ cells: CellColumn, format: DateFormat?) -> [DateReading] {
    let formats = format.map { [$0] } ?? likelyFormats(cells.texts.prefix(2_000))
    var style = DateText.Style(formats[0])
    style.isAskedFor = format != nil
    var readings = [reading(cells, style)]
    if readings[0].depends(cells, besides: formats.dropFirst()) {
      for format in formats.dropFirst() {
        let reading = reading(cells, .init(format))
        if !readings.contains(where: { $0.isSame(as: reading) }) { readings.append(reading) }
      }
    }
    if readings.allSatisfy({ $0.misses > 0 }) { readings += numbers(cells) + named(cells, format ?? .dayFirst) }
    return readings
  }

  /// The formats in which most of some texts are dates; at least one.
  private static func likelyFormats(_ texts: some Collection<String>) -> [DateFormat] {
    let misses = DateFormat.allCases.map { format in texts.count { DateText($0, style: .init(format)) == nil } }
    return DateFormat.allCases.indices.filter { misses[$0] == misses.min() }.map { DateFormat.allCases[$0] }
  }

  /// Whether another format makes another date of any text, or a date of a text that is none in this way.
  private func depends(_ cells: CellColumn, besides formats: some Collection<DateFormat>) -> Bool {
    guard !formats.isEmpty, misses < written.count else { return false }
    if tally.dependsOnFormat { return true }
    guard misses > 0 else { return false }
    return written.indices.contains { row in
      written[row].isNaN && formats.contains { DateText(cells.text(row), style: .init($0)) != nil }
    }
  }

  /// A column as dates that people write, in the century in which they ascend.
  private static func reading(_ cells: CellColumn, _ style: DateText.Style) -> DateReading {
    func read(_ style: DateText.Style, _ isMeant: (DateText) -> Bool = { _ in true }) -> DateReading {
      var reading = DateReading(cells, format: style.format) { cell in
        DateText(cell, style: style).flatMap { isMeant($0) ? $0 : nil }
      }
      let words = [
        reading.tally.dependsOnFormat ? style.format.words : nil,
        style.words == .english ? nil : "in \(style.words.language)",
      ].compactMap(\.self)
      reading.words = words.isEmpty ? nil : words.joined(separator: ", ")
      return reading
    }
    var (style, usual) = (style, read(style))
    let settled = style.settled(by: cells.texts, readAs: usual.tally)
    if settled != style { (style, usual) = (settled, read(settled)) }
    // Beside zones a span is no date, but an hour that is mistyped in a zone.
    if style.dash == .zone && usual.tally.hasSpan { usual = read(style) { !$0.isSpan } }
    guard usual.misses == 0, usual.tally.hasShortYear, !usual.isAscending else { return usual }
    for century in [69, 100, 0] {
      style.firstOf1900s = century
      let other = read(style)
      if other.isAscending { return other }
    }
    return usual
  }

  /// A column as numbers of dates.
  private static func numbers(_ cells: CellColumn) -> [DateReading] {
    let sample = cells.texts.lazy.filter { !NumberText.isMissing($0) }.prefix(100).map(\.self)
    guard !sample.isEmpty else { return [] }
    return DateNumber.allCases.filter { form in sample.allSatisfy { form.date($0) != nil } }.map { form in
      var reading = DateReading(cells, format: nil) { form.date(String(decoding: $0, as: UTF8.self)) }
      reading.words = form.rawValue
      return reading
    }
  }

  /// A column with names of other languages.
  private static func named(_ cells: CellColumn, _ format: DateFormat) -> [DateReading] {
    DateLanguages.words(for: cells.texts).map { words in
      var style = DateText.Style(format)
      style.words = words
      return reading(cells, style)
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
