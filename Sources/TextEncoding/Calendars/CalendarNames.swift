internal import CICU

/// The names that a language has for the parts of the Gregorian calendar, as ICU knows them.
public struct CalendarNames: Equatable, Sendable {
  /// The language's name in English.
  public let language: String
  /// For each month, January first, its names and abbreviations.
  public let months: [[String]]
  /// The weekdays and their abbreviations.
  public let weekdays: [String]
  /// What stands beside the hours before noon, and what beside those after it; empty where the language has no such words.
  public let halves: [String]

  /// All languages of ICU, each script of a language by itself. Cost: about a tenth of a second, at the first call.
  public static let all: [CalendarNames] = Languages.locales.compactMap(CalendarNames.init)

  private init?(locale: String) {
    guard let calendar = textgen_calendar_open(locale) else { return nil }
    defer { textgen_calendar_close(calendar) }
    func names(_ kind: textgen_calendar_names) -> [String] {
      (0..<textgen_calendar_name_count(calendar, kind)).map { index in
        CalendarNames.text { textgen_calendar_name(calendar, kind, index, $0, $1) }
      }
    }
    let kinds = [textgen_months, textgen_short_months, textgen_lone_months, textgen_short_lone_months].map(names)
    guard kinds.allSatisfy({ $0.count >= 12 }) else { return nil }
    months = (0..<12).map { month in kinds.map { $0[month] }.filter { !$0.isEmpty } }
    weekdays = (names(textgen_weekdays) + names(textgen_short_weekdays)).filter { !$0.isEmpty }
    halves = names(textgen_halves)
    language = CalendarNames.text { textgen_locale_language(locale, $0, $1) }
  }

  private static func text(_ write: (UnsafeMutablePointer<UInt16>, Int32) -> Int32) -> String {
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 128) { buffer in
      guard let start = buffer.baseAddress else { return "" }
      let length = write(start, 128)
      return String(decoding: UnsafeBufferPointer(start: start, count: Int(max(0, length))), as: UTF16.self)
    }
  }
}
