import TextEncoding

/// The words of a text, and why a letter of one was hard to foresee.
struct WordPlaces {
  /// For each place the reason that its word gives; nil outside of words and where there is none.
  private var reasons: [ErrorReason?]

  init(of text: [TokenID], alphabet: Alphabet, plain: PlainPredictions) {
    reasons = [ErrorReason?](repeating: nil, count: text.count)
    var lastEnds: [UInt64: Int] = [:]
    var reader = WordReader(alphabet)
    for place in 0...text.count {
      guard let word = place < text.count ? reader.read(text[place]) : reader.finish() else { continue }
      let start = place - word.length
      let isRecent = lastEnds[word.identity].map { start - $0 <= ErrorReason.recentLength } ?? false
      let isRare = plain.count(of: word.identity) <= ErrorReason.rareCount
      for letter in 0..<word.length {
        reasons[start + letter] =
          if isRecent && letter > 0 { .recentWord } else if isRare { .rareWord } else if letter == 1 || letter == 2 {
            .earlyInWord
          } else { nil }
      }
      lastEnds[word.identity] = place
    }
  }

  /// The reason at a place.
  func reason(at place: Int) -> ErrorReason? { reasons[place] }
}
