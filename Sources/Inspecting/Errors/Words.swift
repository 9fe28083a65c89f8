import TextEncoding

/// What the tokens of a model are as characters.
package struct Alphabet: Sendable {
  /// Each token as text.
  let units: [String]
  /// What each token is.
  let kinds: [CharacterKind]
  /// The token of each token's small letter, or the token itself: words are the same in either case.
  fileprivate let folded: [TokenID]

  /// The alphabet of a tokenizer.
  package init(_ tokenizer: Tokenizer) {
    let vocabulary = tokenizer.vocabulary
    units = (0..<vocabulary.count).map {
      String(decoding: tokenizer.bytes(of: TokenID(truncatingIfNeeded: $0)), as: UTF8.self)
    }
    kinds = units.map(CharacterKind.init)
    folded = units.enumerated().map { vocabulary.id(of: $1.lowercased()) ?? TokenID(truncatingIfNeeded: $0) }
  }
}

/// Finds words, which are letters and digits in a row, in tokens that are read one by one.
struct WordReader: Sendable {
  /// A word.
  struct Word: Equatable, Sendable {
    /// A hash of its small letters: the same for the same word, and hardly ever for another.
    var identity: UInt64 = 0
    /// Its letters.
    var length = 0
  }

  private let alphabet: Alphabet
  private var word = Word()

  init(_ alphabet: Alphabet) { self.alphabet = alphabet }

  /// Reads a token; returns the word that ended before it, if one did.
  mutating func read(_ token: TokenID) -> Word? {
    guard alphabet.kinds[Int(token)].isInWord else { return finish() }
    let mixed = (word.identity ^ UInt64(alphabet.folded[Int(token)] + 1)) &* 0x9E37_79B9_7F4A_7C15
    word.identity = mixed ^ (mixed >> 29)
    word.length += 1
    return nil
  }

  /// The word that the text ends with, if it does.
  mutating func finish() -> Word? {
    defer { word = Word() }
    return word.length == 0 ? nil : word
  }
}

/// How often each word was read.
package struct WordCounts: Sendable {
  private var counts: [UInt64: Int] = [:]
  private var reader: WordReader

  /// Counts of nothing.
  package init(_ alphabet: Alphabet) { reader = WordReader(alphabet) }

  /// Counts the words of what comes next.
  package mutating func add(_ tokens: [TokenID]) {
    for token in tokens { if let word = reader.read(token) { counts[word.identity, default: 0] += 1 } }
  }

  /// Counts the word that the text ends with.
  package mutating func finish() {
    if let word = reader.finish() { counts[word.identity, default: 0] += 1 }
  }

  /// How often a word was read.
  subscript(word: UInt64) -> Int { counts[word] ?? 0 }
}
