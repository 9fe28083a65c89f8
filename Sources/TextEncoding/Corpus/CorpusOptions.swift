/// In which charset a text is read.
public struct CharsetChoice: Sendable, Equatable {
  /// The charset, or nil to detect it.
  public var name: String?
  /// What to do with bytes that mean nothing in the charset.
  public var malformed: MalformedBytes

  /// A choice; to detect the charset, and to replace nothing, by default.
  public init(name: String? = nil, malformed: MalformedBytes = .error) {
    (self.name, self.malformed) = (name, malformed)
  }
}

/// How a corpus is to be read and cut.
public struct CorpusOptions: Sendable, Equatable {
  /// What becomes one token.
  public var unit: TextUnit
  /// The form every text is brought to; without meaning in byte mode.
  public var normalization: Normalization
  /// The treatment of line ends; without meaning in byte mode.
  public var lineEnds: LineEnds
  /// The charset of all sources, or nil to detect it for each; without meaning in byte mode.
  public var charset: String?
  /// What to do with bytes that mean nothing in the charset.
  public var malformed: MalformedBytes
  /// Units that occur less often share the unknown token; 1 keeps all. Nil decides by the counts: where a text has at least 512
  /// units, and at least half of them make up less than a two-thousandth of the text, these share the token.
  public var minimumCount: Int?

  /// Grapheme clusters in NFC with unified line ends, the charset detected, nothing replaced or dropped.
  public init(
    unit: TextUnit = .grapheme, normalization: Normalization = .nfc, lineEnds: LineEnds = .unified,
    charset: String? = nil, malformed: MalformedBytes = .error, minimumCount: Int? = 1
  ) {
    self.unit = unit
    self.normalization = normalization
    self.lineEnds = lineEnds
    self.charset = charset
    self.malformed = malformed
    self.minimumCount = minimumCount
  }
}

/// What was found in the sources of a corpus.
public struct CorpusReport: Sendable, Equatable {
  /// What was found in one source.
  public struct Source: Sendable, Equatable {
    /// The source's name.
    public var name: String
    /// The charset it was read in; nil in byte mode.
    public var charset: String?
    /// The bytes read.
    public var byteCount: Int
    /// How many malformed sequences became U+FFFD.
    public var replacedCount: Int
    /// How many byte order marks within the source were dropped.
    public var markCount: Int
    /// How the charset was guessed; nil where it was named, where a mark names it, and for UTF-8.
    public var guess: CharsetGuess?
    /// Whether the source ends without a line end, and one was put between it and the next.
    public var lacksLineEnd = false
  }

  /// The sources, in the order given.
  public var sources: [Source]
  /// The tokens in all.
  public var unitCount: Int
  /// Units that occur less often fell to the unknown token, unless they were known before; nil where the vocabulary was there
  /// before the sources.
  public var minimumCount: Int?
  /// The distinct units that fell to the unknown token.
  public var rareUnitCount: Int
  /// How often they occur in all.
  public var rareOccurrenceCount: Int
  /// The units that a vocabulary lacks which was there before; none where the vocabulary was made from the sources.
  public var unknown = UnknownCharacters()
}
