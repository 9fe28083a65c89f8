/// A charset that no mark names: what the bytes of a text show.
public struct CharsetGuess: Sendable, Equatable {
  /// The charset's common name.
  public var charset: String
  /// The letters beyond ASCII that the text has in this charset, the most frequent first: whoever knows the language sees
  /// whether they are right. Empty where the form of the bytes decides.
  public var letters: [Character]
  /// Why the guess may be wrong; nil where the guess is sure.
  public var doubt: Doubt?

  /// Why a guess may be wrong.
  public enum Doubt: Sendable, Equatable {
    /// Another charset is nearly as likely and gives another text.
    case rival(charset: String)
    /// In every charset the text has letters and signs that no language writes so.
    case misfit
  }

  /// A guess; a sure one by default.
  public init(charset: String, letters: [Character] = [], doubt: Doubt? = nil) {
    (self.charset, self.letters, self.doubt) = (charset, letters, doubt)
  }
}
