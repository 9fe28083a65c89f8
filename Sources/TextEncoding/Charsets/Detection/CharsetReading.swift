internal import CICU

/// A sample of bytes read in one charset, and how far the result is from what people write.
///
/// The measure is a cost in nats, the unlikeliness of the text: its letters have to be those of one language
/// (`Alphabets`), and what stands side by side has to be possible. No frequencies of letters or words are used, so that no
/// language is preferred for having been looked at.
struct CharsetReading {
  /// The charset's name.
  let charset: String
  /// The text.
  let text: [UInt16]
  /// What the text costs.
  private(set) var nats = 0.0
  /// The characters beyond ASCII.
  private(set) var beyondASCII = 0
  /// Those of them that no language has, or not in such a place.
  private(set) var oddities = 0
  /// How often the text has each letter beyond ASCII, in lower case.
  private var letters: [UInt16: Int] = [:]

  /// What a character costs that no text should have: malformed bytes, controls, unassigned characters.
  private static let impossibleNats = 20.0
  /// What a character costs in a place where it hardly ever stands.
  private static let misplacedNats = 7.0
  /// What a capital costs beyond a small letter: one in seven.
  private static let capitalNats = 2.0

  /// Reads a sample; nil where ICU lacks the charset.
  ///
  /// - prior: what the charset itself costs in nats: rare ones need more evidence.
  init?(of sample: UnsafeBufferPointer<UInt8>, in charset: String, prior: Double, isEnd: Bool) {
    var decoded: [UInt16] = []
    guard let decoder = try? TextDecoder(charset: charset, source: "sample", malformed: .replace) else { return nil }
    do { try decoder.decode(sample, isLast: isEnd, into: &decoded) } catch { return nil }
    var text: [UInt16] = []
    // Letters whose accents come apart, as in Vietnamese windows-1258, are those of the alphabet again.
    var normalizer = Normalizer(.nfc)
    decoded.withUnsafeBufferPointer { normalizer.append($0, isLast: true, to: &text) }
    (self.charset, self.text) = (decoder.charset, text)
    measure(.all)
    let explained = Alphabets.all.explain(letters)
    nats += explained.nats + prior
    oddities += explained.strangers
  }

  /// Whether the text is one at all: one character in twenty may be a foreign word's.
  var fits: Bool { oddities * 20 <= beyondASCII }

  /// How many characters another reading has otherwise; all beyond ASCII, where the two have no places in common.
  func differences(from other: CharsetReading) -> Int {
    guard text.count == other.text.count else { return beyondASCII }
    return zip(text, other.text).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : 1) }
  }

  /// The letters beyond ASCII, the most frequent first.
  func mostFrequentLetters(_ limit: Int) -> [Character] {
    letters.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit).compactMap { letter, _ in
      let kind = CharacterTraits.all.kind(of: letter)
      guard Self.isLetter(kind), let scalar = Unicode.Scalar(letter) else { return nil }
      return Character(scalar)
    }
  }

  /// Adds up what all characters beyond ASCII cost where they stand; letters are only counted.
  private mutating func measure(_ traits: CharacterTraits) {
    var previous: UInt16 = 0x20
    for (index, character) in text.enumerated() {
      defer { previous = character }
      guard character >= 0x80 || previous >= 0x80 else { continue }
      let (kind, before) = (traits.kind(of: character), traits.kind(of: previous))
      let next = index + 1 < text.count ? traits.kind(of: text[index + 1]) : .space
      if Self.isLetter(before), Self.isLetter(kind) || kind == .mark {
        let (script, other) = (traits.script(of: character), traits.script(of: previous))
        if script != other && script != 0 && other != 0 || before == .lowercase && kind == .uppercase { addMisplaced() }
      }
      guard character >= 0x80 else { continue }
      beyondASCII += 1
      if Self.isBoundElsewhere(character, isAfterLetter: Self.isLetter(before), isBeforeLetter: Self.isLetter(next)) {
        addMisplaced()
      }
      // Ideographs and syllables have no spaces between words and signs.
      let isInWord = Self.isLetter(before) && Self.isLetter(next) && traits.script(of: previous) != 0
      switch kind {
      case .lowercase, .otherLetter: letters[character, default: 0] += 1
      case .uppercase:
        // The small letter of the Turkish İ is in ASCII, and so in no alphabet here.
        let small = textgen_lowercase(UInt32(character))
        if small >= 0x80 { letters[UInt16(truncatingIfNeeded: small), default: 0] += 1 } else { nats += 2 }
        // A word in capitals costs half as much as one with a capital: titles are in capitals from end to end.
        if before != .uppercase { nats += next == .uppercase ? Self.capitalNats / 2 : Self.capitalNats }
      case .leadingVowel:
        letters[character, default: 0] += 1
        if next != .otherLetter { addMisplaced() }
      case .mark:
        letters[character, default: 0] += 1
        if !Self.isLetter(before) && before != .mark { addMisplaced() }
      case .digit: nats += 3
      case .space: nats += 2
      case .joining:
        // An apostrophe hardly ever begins a word.
        nats += 2
        if !Self.isLetter(before), Self.isLetter(next) { addMisplaced() }
      case .punctuation:
        // A quotation mark has a space on one side at least, a dash on both or on none.
        nats += 2
        if isInWord || Self.isDash(character) && Self.isLetter(before) != Self.isLetter(next) { addMisplaced() }
      case .sign:
        nats += 3
        if isInWord { addMisplaced() }
      case .symbol:
        nats += Self.misplacedNats
        if isInWord { addMisplaced() }
      case .none:
        // The halves of a pair stand for one character of another plane.
        if UTF16.isLeadSurrogate(character) || UTF16.isTrailSurrogate(character) {
          nats += Self.misplacedNats
        } else {
          nats += Self.impossibleNats
          oddities += 1
        }
      }
    }
  }

  /// Whether a letter stands in a part of a word where its alphabet does not have it: the soft and the hard sign follow a
  /// letter, and sigma and five Hebrew letters have a form of their own at the end.
  private static func isBoundElsewhere(_ letter: UInt16, isAfterLetter: Bool, isBeforeLetter: Bool) -> Bool {
    switch letter {
    case 0x44A, 0x44C: !isAfterLetter
    case 0x3C2, 0x5DA, 0x5DD, 0x5DF, 0x5E3, 0x5E5: isBeforeLetter || !isAfterLetter
    case 0x3C3, 0x5DB, 0x5DE, 0x5E0, 0x5E4, 0x5E6: !isBeforeLetter && isAfterLetter
    default: false
    }
  }

  private static func isDash(_ character: UInt16) -> Bool { character == 0x2013 || character == 0x2014 }

  private mutating func addMisplaced() {
    nats += Self.misplacedNats
    oddities += 1
  }

  private static func isLetter(_ kind: CharacterTraits.Kind) -> Bool {
    kind == .lowercase || kind == .uppercase || kind == .otherLetter || kind == .leadingVowel
  }
}
