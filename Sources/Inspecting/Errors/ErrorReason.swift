/// Why a character was hard to foresee: the first reason that fits an error, in this order.
///
/// After Karpathy, Johnson and Li (2015), section 4.4, who take errors away by oracles, one after the other: an error
/// with one of the first reasons could have been avoided, one with a later reason belongs to what a text leaves open.
public enum ErrorReason: CaseIterable, Sendable {
  /// An n-gram model that sees three characters gives the character at least one half.
  case shortNGram
  /// An n-gram model that sees eight characters gives the character at least one half.
  case longNGram
  /// The character is in a word, behind its first letter, and the word stood in the last 1,000 characters.
  case recentWord
  /// The character is in a word that the corpus has at most five times.
  case rareWord
  /// The second or third letter of a word: which word it is becomes clear only now.
  case earlyInWord
  /// The first character after a blank or a line end: which word comes next is open.
  case afterSpace
  /// The character is punctuation or a symbol.
  case punctuation
  /// None of these.
  case other

  /// The characters that the short n-gram has.
  static let shortOrder = 4
  /// The characters that the long n-gram has.
  static let longOrder = 9
  /// How far back a word may stand that was seen recently.
  static let recentLength = 1000
  /// How often the corpus may have a rare word.
  static let rareCount = 5

  /// The reason in a few words, with its threshold.
  public var name: String {
    switch self {
    case .shortNGram: "known to a \(Self.shortOrder)-gram model"
    case .longNGram: "known to a \(Self.longOrder)-gram model"
    case .recentWord: "word of the last \(Self.recentLength) characters"
    case .rareWord: "rare word, \(Self.rareCount) times or less"
    case .earlyInWord: "letters 2 and 3 of a word"
    case .afterSpace: "first after a blank or line end"
    case .punctuation: "punctuation or symbol"
    case .other: "none of these"
    }
  }
}
