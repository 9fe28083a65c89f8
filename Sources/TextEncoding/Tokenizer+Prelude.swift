extension Tokenizer {
  /// What a generator reads before a sample without a seed pattern: a line end, so that the sample begins as lines
  /// begin, or else the corpus's most frequent unit.
  public var prelude: TokenID {
    let newline = [UInt8(ascii: "\n")]
    let ids = 0..<vocabulary.count
    if let line = ids.first(where: { bytes(of: TokenID($0)) == newline }) { return TokenID(line) }
    let frequent = ids.filter { vocabulary.unknownID != TokenID($0) }
      .max { (vocabulary.counts[$0], $1) < (vocabulary.counts[$1], $0) }
    return TokenID(frequent ?? 0)
  }
}
