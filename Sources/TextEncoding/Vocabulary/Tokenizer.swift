/// What becomes of units of a text that the vocabulary lacks.
public enum UnknownUnits: Sendable {
  /// They throw `TextEncodingError.unknownUnit`.
  case error
  /// They are left out.
  case skip
  /// They become the unknown token; without one they throw.
  case unknownToken
}

/// A text as token ids.
public struct EncodedText: Sendable, Equatable {
  /// The ids.
  public var ids: [TokenID] = []
  /// The units that the vocabulary lacks.
  public var unknown = UnknownCharacters()
}

/// Turns text into token ids, the way the corpus was, and token ids into text.
///
/// Decoding the encoding of a text gives its normalised form exactly; in byte mode, the very bytes.
public struct Tokenizer: Codable, Equatable, Sendable {
  /// The normalisation of every text before it is cut into units; `.none` in byte mode.
  public let normalization: Normalization
  /// The treatment of line ends; `.kept` in byte mode.
  public let lineEnds: LineEnds
  /// The tokens.
  public let vocabulary: Vocabulary

  /// What one token stands for.
  public var unit: TextUnit { vocabulary.unit }

  /// A tokenizer; `normalization` and `lineEnds` have no meaning in byte mode, where bytes stay as they are.
  public init(normalization: Normalization, lineEnds: LineEnds, vocabulary: Vocabulary) {
    self.normalization = vocabulary.unit == .byte ? .none : normalization
    self.lineEnds = vocabulary.unit == .byte ? .kept : lineEnds
    self.vocabulary = vocabulary
  }

  /// The ids of `text`, normalised as the corpus was.
  ///
  /// A unit that the corpus lacked, or that was too rare there, throws `unknownUnit` or is left out. O(n).
  public func encode(_ text: String, unknown: UnknownUnits = .error) throws(TextEncodingError) -> [TokenID] {
    var encoded = EncodedText()
    var place = TextPlace(unit: unit)
    try forEachUnit(of: text) { (unit) throws(TextEncodingError) in
      try append(unit, at: &place, unknown, to: &encoded)
    }
    return encoded.ids
  }

  /// The ids of `bytes`, which are UTF-8 except in byte mode; `source` is their name in messages.
  ///
  /// Throws `malformed` for what is not UTF-8, and what `encode(_:unknown:)` of a string throws. O(n).
  public func encode(
    _ bytes: [UInt8], unknown: UnknownUnits = .error, source: String = "text"
  ) throws(TextEncodingError) -> [TokenID] {
    try encode(bytes, source: source, unknown).ids
  }

  /// The ids of `bytes`, which are UTF-8 except in byte mode, and the units that the vocabulary lacks.
  ///
  /// Throws `malformed` for what is not UTF-8, and `unknownUnit` as `unknown` says. O(n).
  ///
  /// - source: the name of the bytes in messages.
  /// - place: where they begin, in messages; nil where they are a text by themselves.
  public func encode(
    _ bytes: [UInt8], source: String, at place: TextPlace? = nil, _ unknown: UnknownUnits
  ) throws(TextEncodingError) -> EncodedText {
    var encoded = EncodedText()
    var place = place ?? TextPlace(unit: unit)
    try forEachUnit(of: bytes, source) { (unit) throws(TextEncodingError) in
      try append(unit, at: &place, unknown, to: &encoded)
    }
    return encoded
  }

  /// The bytes of the tokens, joined: UTF-8 except in byte mode.
  ///
  /// The unknown token gives U+FFFD, in byte mode nothing. An id that is not below `vocabulary.count` traps.
  public func decodeBytes(_ ids: some Sequence<TokenID>) -> [UInt8] {
    ids.flatMap { bytes(of: $0) }
  }

  /// The bytes of one token, as `decodeBytes` joins them.
  public func bytes(of id: TokenID) -> [UInt8] {
    if id != vocabulary.unknownID { return vocabulary.bytes(of: id) }
    return unit == .byte ? [] : [0xEF, 0xBF, 0xBD]
  }

  /// The text of the tokens; in byte mode, what is not UTF-8 shows as U+FFFD.
  public func decode(_ ids: some Sequence<TokenID>) -> String {
    String(decoding: decodeBytes(ids), as: UTF8.self)
  }

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

  /// `text` as the tokenizer sees it before cutting: with its line ends and normalisation.
  public func normalized(_ text: String) -> String {
    if unit == .byte { return text }
    return normalizedText(text, normalization: normalization, lineEnds: lineEnds)
  }
}

extension Tokenizer {
  /// The error for a unit that the vocabulary lacks.
  func unknownUnit(_ unit: UnsafeBufferPointer<UInt16>, at place: TextPlace) -> TextEncodingError {
    .unknownUnit(unit: name(of: unit), place: place, known: vocabulary.entries.count)
  }

  /// The printable name of a unit that the vocabulary may lack.
  func name(of unit: UnsafeBufferPointer<UInt16>) -> String {
    vocabulary.name(
      ofBytes: self.unit == .byte ? unit.map { UInt8($0) } : Array(String(decoding: unit, as: UTF16.self).utf8))
  }

  private func append(
    _ unit: UnsafeBufferPointer<UInt16>, at place: inout TextPlace, _ unknown: UnknownUnits,
    to encoded: inout EncodedText
  ) throws(TextEncodingError) {
    if let id = vocabulary.id(ofUTF16: unit) {
      encoded.ids.append(id)
    } else {
      switch (unknown, vocabulary.unknownID) {
      case (.skip, _): break
      case (.unknownToken, let unknownID?): encoded.ids.append(unknownID)
      default: throw unknownUnit(unit, at: place)
      }
      encoded.unknown.add(name(of: unit), at: place)
    }
    place.move(past: unit)
  }

  private func forEachUnit(
    of text: String, _ body: (UnsafeBufferPointer<UInt16>) throws(TextEncodingError) -> Void
  ) throws(TextEncodingError) {
    if unit == .byte { return try forEachByte(of: Array(text.utf8), body) }
    var codeUnits = Array(text.utf16)
    try forEachUnit(of: &codeUnits, body)
  }

  private func forEachUnit(
    of bytes: [UInt8], _ source: String,
    _ body: (UnsafeBufferPointer<UInt16>) throws(TextEncodingError) -> Void
  ) throws(TextEncodingError) {
    if unit == .byte { return try forEachByte(of: bytes, body) }
    let decoder = try TextDecoder(charset: "UTF-8", source: source, malformed: .error)
    var codeUnits: [UInt16] = []
    try bytes.withUnsafeBufferPointer { (buffer) throws(TextEncodingError) in
      try decoder.decode(buffer, isLast: true, into: &codeUnits)
    }
    try forEachUnit(of: &codeUnits, body)
  }

  private func forEachUnit(
    of codeUnits: inout [UInt16], _ body: (UnsafeBufferPointer<UInt16>) throws(TextEncodingError) -> Void
  ) throws(TextEncodingError) {
    var pipeline = TextPipeline(unit: unit, normalization: normalization, lineEnds: lineEnds)
    try pipeline.push(&codeUnits, isLast: true) { (piece) throws(TextEncodingError) in try piece.forEachUnit(body) }
  }

  private func forEachByte(
    of bytes: [UInt8], _ body: (UnsafeBufferPointer<UInt16>) throws(TextEncodingError) -> Void
  ) throws(TextEncodingError) {
    for byte in bytes {
      var unit = UInt16(byte)
      try withUnsafePointer(to: &unit) { (pointer) throws(TextEncodingError) in
        try body(UnsafeBufferPointer(start: pointer, count: 1))
      }
    }
  }
}
