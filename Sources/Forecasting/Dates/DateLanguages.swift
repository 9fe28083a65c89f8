import Notation
import TextEncoding

/// Finds the languages in which the names of a column's dates are written.
enum DateLanguages {
  /// The words of the languages that know all words of some texts, or all but those that English knows, once for each
  /// meaning of the texts' words; none where English knows all of them.
  static func words(for texts: some Sequence<String>) -> [DateWords] {
    let words = DateWords.words(in: texts)
    guard !words.allSatisfy(DateWords.english.isKnown) else { return [] }
    let pure = all.filter { words.allSatisfy($0.isKnown) }
    let candidates = pure.isEmpty ? all.map { $0.adding(.english) }.filter { words.allSatisfy($0.isKnown) } : pure
    var found: [DateWords] = []
    for candidate in candidates {
      let isOther = found.allSatisfy { other in words.contains { other.months[$0] != candidate.months[$0] } }
      if isOther { found.append(candidate) }
    }
    return found
  }

  /// Whether a word in lower case is a weekday or a month, or says nothing about a date, in any language here.
  static func isName(_ word: String) -> Bool { ([.english] + all).contains { $0.isKnown(word) } }

  private static let all = CalendarNames.all.map { names in
    DateWords(
      language: names.language,
      months: names.months.enumerated().flatMap { index, names in names.map { ($0, index + 1) } },
      weekdays: names.weekdays, halves: zip(names.halves, [false, true]).map { ($0, $1) })
  }
}
