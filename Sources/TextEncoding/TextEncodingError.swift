/// Everything that can be wrong with a text, its charset or its place on disk.
///
/// `description` is one line: what, where, what was expected and found. It names no option of a program: the program
/// adds those.
public enum TextEncodingError: Error, Equatable, Sendable {
  /// No file has this path.
  case fileNotFound(path: String)
  /// The path names a directory.
  case isDirectory(path: String)
  /// The operating system refused to open or read the source.
  case unreadable(source: String, reason: String)
  /// The sources together hold no text.
  case emptyText(source: String)
  /// The source holds text, and not one unit of the vocabulary.
  case nothingKnown(source: String)
  /// The source holds no text in any charset; `byteOffset` is the first byte that shows it.
  case binary(source: String, byteOffset: Int)
  /// `bytes`, which begin at `byteOffset` of the source, mean nothing in the charset.
  case malformed(source: String, charset: String, byteOffset: Int, bytes: [UInt8])
  /// ICU knows no charset of this name; `suggestions` are near or common names.
  case unknownCharset(name: String, suggestions: [String])
  /// The text has more distinct units than token ids exist.
  case vocabularyTooLarge(count: Int, limit: Int)
  /// Every unit of the text is rarer than the minimum count.
  case everyUnitRare(minimumCount: Int)
  /// The vocabulary of `known` units lacks the unit at `place` of the text; `unit` is its printable name.
  case unknownUnit(unit: String, place: TextPlace, known: Int)
  /// The temporary file for the token ids could not be made, written or mapped.
  case temporaryFile(path: String, reason: String)
}

extension TextEncodingError: CustomStringConvertible {
  /// The error in one line.
  public var description: String {
    switch self {
    case .fileNotFound(let path):
      "\(path): no such file; check the path"
    case .isDirectory(let path):
      "\(path): is a directory, expected a text file; name the files in it"
    case .unreadable(let source, let reason):
      "\(source): cannot be read: \(reason)"
    case .emptyText(let source):
      "\(source): holds no text; give a file with at least one character"
    case .nothingKnown(let source):
      "\(source): the model knows none of its characters"
    case .binary(let source, let byteOffset):
      "\(source): byte \(byteOffset): looks like binary data, expected text"
    case .malformed(let source, let charset, let byteOffset, let bytes):
      "\(source): byte \(byteOffset): \(hexadecimal(bytes)) is not valid \(charset)"
    case .unknownCharset(let name, let suggestions):
      "unknown charset '\(printable(name))'; try \(suggestions.joined(separator: ", "))"
    case .vocabularyTooLarge(let count, let limit):
      "the text has \(count) or more distinct characters, at most \(limit) are possible"
    case .everyUnitRare(let minimumCount):
      "no character occurs \(minimumCount) times"
    case .unknownUnit(let unit, let place, let known):
      "\(place): \(unit) is not among the \(known) characters the model knows"
    case .temporaryFile(let path, let reason):
      "\(path): the temporary file for the corpus failed: \(reason); "
        + "free some space there, or name another directory with TMPDIR"
    }
  }
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.isEmpty ? "(the end)" : bytes.map { hexadecimal($0, digits: 2) }.joined(separator: " ")
}

/// A name that somebody typed must not bring control characters into a one-line message.
private func printable(_ name: String) -> String {
  String(String.UnicodeScalarView(name.unicodeScalars.prefix(60).map { $0.value < 32 ? "?" : $0 }))
}
