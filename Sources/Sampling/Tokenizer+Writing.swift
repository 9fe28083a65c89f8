import TextEncoding

extension Tokenizer {
  /// A text before which samples are to end, as the model writes it: with the line ends and the normalisation of the corpus.
  ///
  /// Throws `emptyStop`, and `neverOccurs` for a text that no sequence of tokens has in it. O(text × vocabulary).
  public func stop(_ text: String) throws(SamplingError) -> String {
    let stop = normalized(text)
    if stop.isEmpty { throw .emptyStop }
    if canWrite(Array(stop.utf8)) { return stop }
    do { _ = try encode(stop) } catch {
      if case .unknownUnit(let unit, _, _) = error { throw .neverOccurs(text: text, unknown: unit) }
    }
    return stop
  }

  /// Whether the model can write a text that has these bytes in it: the end of one token, whole tokens, the beginning of
  /// another.
  private func canWrite(_ bytes: [UInt8]) -> Bool {
    let tokens = vocabulary.entries.map(\.bytes)
    if tokens.contains(where: { $0.contains(bytes) }) { return true }
    // Whether the bytes before each place can have been written by then.
    var isReached = [Bool](repeating: false, count: bytes.count + 1)
    isReached[0] = true
    for token in tokens {
      for length in 1...token.count where length < bytes.count && token.suffix(length).elementsEqual(bytes[..<length]) {
        isReached[length] = true
      }
    }
    for place in bytes.indices where isReached[place] {
      let rest = bytes[place...]
      for token in tokens {
        if rest.count <= token.count ? token.starts(with: rest) : rest.starts(with: token) {
          if rest.count <= token.count { return true }
          isReached[place + token.count] = true
        }
      }
    }
    return false
  }
}

extension [UInt8] {
  fileprivate func contains(_ other: [UInt8]) -> Bool {
    guard count > other.count else { return self == other }
    return (0...count - other.count).contains { self[$0..<$0 + other.count].elementsEqual(other) }
  }
}
