import TextEncoding

/// Where a model's bits go over a text (after Karpathy, Johnson and Li 2015, section 4.4).
///
/// An error is a character whose probability was below one half.
public struct ErrorReport: Equatable, Sendable {
  /// Some characters of the text.
  public struct Part: Equatable, Sendable {
    /// What they have in common.
    public let name: String
    /// How many there are.
    public internal(set) var characters = 0
    /// How many of them were errors.
    public internal(set) var errors = 0
    /// What all of them cost.
    public internal(set) var bits = 0.0

    mutating func add(_ probability: Double) {
      characters += 1
      if ErrorReport.isError(probability) { errors += 1 }
      bits -= probability.log2OrLeast
    }
  }

  /// All characters.
  public private(set) var whole = Part(name: "all characters")
  /// The characters that were no errors.
  public private(set) var predicted = Part(name: "no error, 1/2 or more")
  /// The errors by their first reason, one part for each `ErrorReason`.
  public let reasons: [Part]
  /// The characters by what they are; the kinds that the text has.
  public let kinds: [Part]
  /// Closing brackets and quotation marks by the distance to their opening; the distances that the text has.
  public let closings: [Part]
  /// The characters whose n-grams were counted, up to the bound of the memory.
  public let counted: Int

  /// Whether a character of this probability is an error.
  static func isError(_ probability: Double) -> Bool { probability < 0.5 }

  /// Splits a text.
  ///
  /// - probabilities: one for each token.
  package init(of text: [TokenID], alphabet: Alphabet, probabilities: [Double], plain: PlainPredictions) {
    precondition(probabilities.count == text.count, "\(probabilities.count) probabilities of \(text.count) characters")
    counted = plain.counted
    let words = WordPlaces(of: text, alphabet: alphabet, plain: plain)
    var byReason: [ErrorReason: Part] = [:]
    var byKind: [CharacterKind: Part] = [:]
    var byDistance: [Int: Part] = [:]
    for (place, probability) in probabilities.enumerated() {
      let kind = alphabet.kinds[Int(text[place])]
      whole.add(probability)
      byKind[kind, default: Part(name: kind.rawValue)].add(probability)
      guard Self.isError(probability) else {
        predicted.add(probability)
        continue
      }
      let isAfterSpace = place == 0 || alphabet.kinds[Int(text[place - 1])].isSpace
      let reason =
        plain.reason(at: place) ?? words.reason(at: place)
        ?? (isAfterSpace ? .afterSpace : kind == .punctuation ? .punctuation : .other)
      byReason[reason, default: Part(name: reason.name)].add(probability)
    }
    let marks = MarkedText(text.map { alphabet.units[Int($0)] })
    for (place, opening) in marks.openings().enumerated() {
      guard let opening, let index = Self.distances.lastIndex(where: { $0.least <= place - opening }) else { continue }
      byDistance[index, default: Part(name: Self.distances[index].name)].add(probabilities[place])
    }
    reasons = ErrorReason.allCases.map { byReason[$0] ?? Part(name: $0.name) }
    kinds = CharacterKind.allCases.compactMap { byKind[$0] }
    closings = Self.distances.indices.compactMap { byDistance[$0] }
  }

  /// The distances that are told apart.
  static let distances = [
    (least: 1, name: "1 to 15 characters"), (least: 16, name: "16 to 63"), (least: 64, name: "64 to 255"),
    (least: 256, name: "256 to 1023"), (least: 1024, name: "1024 and more"),
  ]
}
