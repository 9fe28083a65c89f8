/// The words in which a language writes dates, in lower case and without the points of abbreviations.
package struct DateWords: Equatable, Sendable {
  /// What messages call the language.
  package let language: String
  /// The names of the months and their abbreviations, with the months' numbers from 1.
  package private(set) var months: [String: Int]
  /// The names of the weekdays and their abbreviations.
  package private(set) var weekdays: Set<String>
  /// What stands beside a time of twelve hours: false before noon, true after it.
  package private(set) var halves: [String: Bool]

  /// The words of a language, as it writes them.
  package init(language: String, months: [(name: String, number: Int)], weekdays: [String], halves: [(String, Bool)]) {
    self.language = language
    self.months = Dictionary(months.map { (DateWords.plain($0.name), $0.number) }) { first, _ in first }
    self.weekdays = Set(weekdays.map(DateWords.plain))
    self.halves = Dictionary(halves.map { (DateWords.plain($0.0), $0.1) }) { first, _ in first }
  }

  /// English, in which a month's name may be cut anywhere from its third letter on.
  package static let english = DateWords(
    language: "English",
    months: CivilDate.monthNames.enumerated().flatMap { index, name in
      (3...max(3, name.count)).map { (String(name.prefix($0)), index + 1) }
    },
    weekdays: CivilDate.weekdayNames.flatMap { name in
      (3...name.count).map { String(name.prefix($0)) }
    },
    halves: [("am", false), ("pm", true)])

  /// The words of a text that are of no use to a reader of dates, in any language here.
  private static let fillers: Set = [
    "st", "nd", "rd", "th", "of", "the", "de", "del", "do", "da", "di", "er", "el", "le", "la", "il", "den",
    "at",
    "um", "uhr", "klo", "kl", "г", "года", "р", "року",
  ]

  /// Whether a word says nothing about the date.
  func isFiller(_ word: String) -> Bool { DateWords.fillers.contains(word) || weekdays.contains(word) }

  /// A name as it is looked up: `févr.` as `févr`, `de gener` as `gener`.
  private static func plain(_ name: String) -> String {
    let words = name.lowercased().split { $0 == "." || $0 == "’" || $0 == "'" || $0.isWhitespace }.map(String.init)
    return words.filter { !fillers.contains($0) || words.count == 1 }.joined()
  }

  /// The words of some texts, zones and single letters aside, once each and 200 at most.
  package static func words(in texts: some Sequence<String>) -> Set<String> {
    var found: Set<String> = []
    for text in texts where found.count < 200 {
      for token in DateToken.tokens(of: text) ?? [] {
        guard let word = token.word, word.count > 1 || !word.utf8.allSatisfy({ $0 < 0x80 }) else { continue }
        if ZoneNames.seconds(of: word) == nil { found.insert(word) }
      }
    }
    return found
  }

  /// The words of two languages; where both have one, that of this language.
  package func adding(_ other: DateWords) -> DateWords {
    var words = self
    words.months.merge(other.months) { first, _ in first }
    words.weekdays.formUnion(other.weekdays)
    words.halves.merge(other.halves) { first, _ in first }
    return words
  }

  /// Whether a word belongs to the language's dates, or says nothing in any.
  package func isKnown(_ word: String) -> Bool { months[word] != nil || halves[word] != nil || isFiller(word) }
}
