/// What stands under a model's name in place of a safetensors file, as far as the first bytes tell.
public enum ForeignFile: String, Equatable, Sendable, CaseIterable {
  /// A file of no bytes.
  case empty = "an empty file"
  /// Zeros alone, as a copy leaves them that was broken off.
  case zeros = "a file of zeros"
  /// What Git LFS puts in the place of a large file.
  case lfsPointer = "a Git LFS pointer, which stands for the file itself"
  /// HTML, often the answer of a server that lacks the file.
  case webPage = "a web page"
  /// JSON, often the answer of a server that lacks the file.
  case json = "a JSON text"
  /// ZIP; PyTorch's own files are of this form.
  case zip = "a ZIP archive, such as torch.save writes"
  /// A file compressed by one of the usual programs, or a collection of files.
  case compressed = "a compressed or archived file"
  /// Keras's earlier form.
  case hdf5 = "an HDF5 file"
  /// What llama.cpp reads.
  case gguf = "a GGUF file"
  /// A study of `textgen tune`, or another database.
  case database = "an SQLite database"
  /// A text, such as a corpus.
  case text = "a text"

  /// Recognises a file that is no archive; nil where nothing is known of such bytes.
  init?(beginningWith bytes: UnsafeRawBufferPointer) {
    let head = Array(bytes.prefix(1024))
    let signatures: [(String, ForeignFile)] = [
      ("version https://git-lfs", .lfsPointer), ("PK\u{3}\u{4}", .zip), ("\u{1F}\u{8B}", .compressed),
      ("\u{FD}7zXZ\u{0}", .compressed), ("BZh", .compressed), ("(\u{B5}/\u{FD}", .compressed),
      ("7z\u{BC}\u{AF}'\u{1C}", .compressed), ("Rar!", .compressed), ("\u{4}\"M\u{18}", .compressed),
      ("\u{89}HDF", .hdf5), ("GGUF", .gguf), ("SQLite format 3\u{0}", .database),
    ]
    func begins(_ signature: String) -> Bool {
      head.starts(with: signature.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
    }
    if bytes.isEmpty {
      self = .empty
    } else if let known = signatures.first(where: { begins($0.0) })?.1 {
      self = known
    } else if head.count > 262, head[257...].starts(with: "ustar".utf8) {
      self = .compressed
    } else if head.allSatisfy({ $0 == 0 }) {
      self = .zeros
    } else if let text = Self.text(head) {
      self = text
    } else {
      return nil
    }
  }

  /// The kind of a text; nil for bytes that are none.
  private static func text(_ head: [UInt8]) -> ForeignFile? {
    guard head.count >= 2, head.allSatisfy({ $0 >= 0x20 || (0x09...0x0D).contains($0) }) else { return nil }
    let text = String(decoding: head, as: UTF8.self)
    let start = text.unicodeScalars.drop { $0.properties.isWhitespace || $0 == "\u{FEFF}" }
    switch start.first {
    case "<": return .webPage
    case "{", "[": return .json
    // The end of the beginning may stand inside a character.
    default: return text.unicodeScalars.dropLast(3).contains("\u{FFFD}") ? nil : .text
    }
  }

  /// What to do about it; nil where a program knows better.
  var remedy: String? {
    switch self {
    case .empty, .zeros: "copy or download the model again"
    case .lfsPointer: "get it with `git lfs pull`"
    case .webPage, .json: "perhaps a server's answer in place of the model; download the model again"
    case .zip: "unpack it, or save the weights as safetensors"
    case .compressed: "unpack it"
    case .hdf5, .gguf: "save the weights as safetensors"
    case .database, .text: nil
    }
  }
}
