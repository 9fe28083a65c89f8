/// The index of a unit in a `Vocabulary`.
public typealias TokenID = Int32

/// The distinct units of a corpus, sorted by code points, with how often each occurs there.
///
/// The ids are 0 ..< `count` in that order. Where rare units were dropped, one token more, the last, stands
/// for all of them.
public struct Vocabulary: Sendable {
  /// The largest number of tokens, the unknown token included.
  public static let largestCount = 65_536

  /// One unit and its frequency.
  public struct Entry: Equatable, Sendable {
    /// The unit's UTF-8; in byte mode the byte itself.
    public let bytes: [UInt8]
    /// How often the corpus has it.
    public let count: Int

    /// An entry for the unit `bytes`, met `count` times.
    public init(bytes: [UInt8], count: Int) {
      self.bytes = bytes
      self.count = count
    }
  }

  /// What each entry is.
  public let unit: TextUnit
  /// The known units, in ascending order of their bytes, which is that of their code points.
  public let entries: [Entry]
  /// How many occurrences in the corpus fell to the unknown token; nil when there is no such token.
  public let unknownCount: Int?

  private let index: UnitIndex

  /// A vocabulary of distinct units in any order; `unknownCount` adds the unknown token.
  ///
  /// At most `largestCount` tokens, no empty or repeated unit, and single bytes in byte mode: anything else is
  /// the caller's bug. O(n log n).
  public init(unit: TextUnit, entries: [Entry], unknownCount: Int? = nil) {
    let sorted = entries.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    if let defect = Self.defect(unit: unit, entries: sorted, unknownCount: unknownCount) { preconditionFailure(defect) }
    self.init(unit: unit, checked: sorted, unknownCount: unknownCount)
  }

  /// `checked` entries have no `defect`.
  init(unit: TextUnit, checked entries: [Entry], unknownCount: Int?) {
    self.unit = unit
    self.entries = entries
    self.unknownCount = unknownCount
    var index = UnitIndex()
    for entry in entries {
      Self.withUTF16(entry.bytes, unit) { _ = index.insert($0) }
    }
    self.index = index
  }

  /// What makes these parts no vocabulary, or nil. It also guards a vocabulary read from a file.
  package static func defect(unit: TextUnit, entries: [Entry], unknownCount: Int?) -> String? {
    let count = entries.count + (unknownCount == nil ? 0 : 1)
    if count > largestCount { return "\(count) tokens, at most \(largestCount) are possible" }
    if let unknownCount, unknownCount < 0 { return "the unknown token has a count of \(unknownCount)" }
    for (position, entry) in entries.enumerated() {
      if entry.bytes.isEmpty { return "unit \(position) is empty" }
      if entry.count < 0 { return "unit \(position) has a count of \(entry.count)" }
      if unit == .byte, entry.bytes.count != 1 { return "unit \(position) has \(entry.bytes.count) bytes, expected 1" }
      if unit != .byte {
        // Two that are not could become the same text.
        let text = String(decoding: entry.bytes, as: UTF8.self)
        if !text.utf8.elementsEqual(entry.bytes) { return "unit \(position) is not UTF-8" }
        let scalars = text.unicodeScalars.count
        if unit == .codepoint, scalars != 1 { return "unit \(position) has \(scalars) code points, expected 1" }
      }
      if position > 0, !entries[position - 1].bytes.lexicographicallyPrecedes(entry.bytes) {
        return "unit \(position) is not above the one before it"
      }
    }
    return nil
  }

  /// The number of tokens V, the unknown token included.
  public var count: Int { entries.count + (unknownCount == nil ? 0 : 1) }

  /// The id of the token that stands for all rare units: the last id, or nil when nothing was dropped.
  public var unknownID: TokenID? { unknownCount == nil ? nil : TokenID(entries.count) }

  /// How often the corpus has each token: `count` numbers, in the order of the ids.
  public var counts: [Int] { entries.map(\.count) + (unknownCount.map { [$0] } ?? []) }

  /// The id of a unit given as text, or nil if it is not in the vocabulary. O(length), allocates a little.
  public func id(of unit: String) -> TokenID? { id(ofBytes: Array(unit.utf8)) }

  /// The id of a unit given as UTF-8, in byte mode as the byte; nil if it is not in the vocabulary.
  public func id(ofBytes bytes: [UInt8]) -> TokenID? {
    if unit == .byte, bytes.count != 1 { return nil }
    return Self.withUTF16(bytes, unit) { id(ofUTF16: $0) }
  }

  /// The unit's UTF-8, in byte mode the byte; empty for the unknown token. `id` must be below `count`.
  public func bytes(of id: TokenID) -> [UInt8] {
    precondition(Int(id) < count, "token \(id) of a vocabulary of \(count)")
    return id == unknownID ? [] : entries[Int(id)].bytes
  }

  /// A printable name, safe in any message: `'á' U+00E1 LATIN SMALL LETTER A WITH ACUTE`. `id` must be below
  /// `count`.
  public func name(of id: TokenID) -> String {
    precondition(Int(id) < count, "token \(id) of a vocabulary of \(count)")
    return id == unknownID ? UnitName.unknown : name(ofBytes: entries[Int(id)].bytes)
  }

  func name(ofBytes bytes: [UInt8]) -> String {
    unit == .byte && bytes.count == 1 ? UnitName.name(ofByte: bytes[0]) : UnitName.name(ofText: bytes)
  }

  @inline(__always)
  func id(ofUTF16 unit: UnsafeBufferPointer<UInt16>) -> TokenID? {
    index.find(unit).map { TokenID(truncatingIfNeeded: $0) }
  }

  private static func withUTF16<Result>(
    _ bytes: [UInt8], _ unit: TextUnit, _ body: (UnsafeBufferPointer<UInt16>) -> Result
  ) -> Result {
    let codeUnits = unit == .byte ? bytes.map { UInt16($0) } : Array(String(decoding: bytes, as: UTF8.self).utf16)
    return codeUnits.withUnsafeBufferPointer(body)
  }
}

extension Vocabulary: Equatable {
  /// Whether both have the same units, spelled with the same code points, and the same counts.
  public static func == (first: Vocabulary, second: Vocabulary) -> Bool {
    first.unit == second.unit && first.unknownCount == second.unknownCount && first.entries == second.entries
  }
}
