import Notation

/// What a date can be that may be read in several ways.
public struct DateMeaning: Equatable, Sendable {
  /// The date, in the order of ISO 8601.
  public let date: String
  /// The way in which it is this date.
  public let words: String
  /// The format that this way is; nil where it is none.
  public let format: DateFormat?

  /// A meaning and its reason.
  public init(date: String, words: String, format: DateFormat?) {
    (self.date, self.words, self.format) = (date, words, format)
  }
}
