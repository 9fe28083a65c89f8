internal import CICU
import Glibc

/// The letters beyond ASCII of the languages that ICU knows, from Unicode's Common Locale Data Repository.
///
/// They say which letters occur together: a text with ø and ř is in no language, and so it is in another charset.
struct Alphabets: Sendable {
  /// The alphabets of all languages.
  static let all = Alphabets()

  /// What a letter costs in nats that a language lacks.
  private static let strangerNats = 10.0
  /// What a letter costs beyond one of the language's own that comes with foreign words: one in twenty.
  private static let foreignNats = 3.0
  /// No letter beyond ASCII is more frequent than one in ten of them; an alphabet of one letter would prove too much.
  private static let fewest = 10

  /// Of thousands of ideographs or syllables a text has hundreds; alphabets have fewer.
  private static let most = 100

  /// The number of each language's own letters.
  private var sizes: [Int] = []
  /// The languages that have a letter.
  private var own: [UInt16: [Int]] = [:]
  /// The languages that take a letter over with foreign words.
  private var foreign: [UInt16: [Int]] = [:]

  private init() {
    for name in Languages.locales {
      let letters = Self.letters(of: name, isAuxiliary: false)
      let language = sizes.count
      sizes.append(letters.count)
      for letter in letters { own[letter, default: []].append(language) }
      for letter in Self.letters(of: name, isAuxiliary: true) { foreign[letter, default: []].append(language) }
    }
  }

  private static func letters(of locale: String, isAuxiliary: Bool) -> Set<UInt16> {
    var ranges = [UInt32](repeating: 0, count: 2 * 8192)
    let count = textgen_alphabet(locale, isAuxiliary ? 1 : 0, &ranges, Int32(ranges.count / 2))
    var letters: Set<UInt16> = []
    for index in 0..<Int(count) {
      for scalar in ranges[2 * index]...ranges[2 * index + 1] where scalar >= 0x80 && scalar <= 0xFFFF {
        letters.insert(UInt16(scalar))
      }
    }
    return letters
  }

  /// What the letters of a text cost in nats in the language that explains them best, and how many of them that language
  /// lacks.
  ///
  /// A letter of the language costs as much as one of as many as it has; of thousands of ideographs only the first time, and
  /// then as one of those that the text shows. O(letters × languages).
  ///
  /// - counts: how often each letter occurs, in lower case.
  func explain(_ counts: [UInt16: Int]) -> (nats: Double, strangers: Int) {
    var explained = [Int](repeating: 0, count: sizes.count)
    var (borrowed, different) = (explained, explained)
    for (letter, count) in counts {
      for language in own[letter] ?? [] {
        explained[language] += count
        different[language] += 1
      }
      for language in foreign[letter] ?? [] { borrowed[language] += count }
    }
    let total = counts.values.reduce(0, +)
    let shown = max(Self.most, counts.count)
    var best = (nats: Self.strangerNats * Double(total), strangers: total)
    for language in sizes.indices where explained[language] + borrowed[language] > 0 {
      let size = max(Self.fewest, sizes[language])
      let letter = log(Double(min(size, shown)))
      let first = log(Double(size)) - letter
      let strangers = total - explained[language] - borrowed[language]
      let nats =
        letter * Double(explained[language]) + first * Double(different[language]) + (letter + Self.foreignNats)
        * Double(borrowed[language])
        + Self.strangerNats * Double(strangers)
      if nats < best.nats { best = (nats, strangers) }
    }
    return best
  }
}
