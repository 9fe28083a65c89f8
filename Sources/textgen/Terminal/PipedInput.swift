import Files
import TextEncoding

/// What stands in a pipe, a redirected file or a named file, read whole: tables to forecast and to trace. Texts, which have
/// a charset, are read by `WholeText`.
enum PipedInput {
  /// Whether stdin is a pipe or a file: not a terminal, and not a device such as /dev/null.
  static var isPresent: Bool {
    guard let status = FileStatus.ofStandardInput else { return false }
    return status.isPipe || status.isRegular
  }

  static func read() throws -> [UInt8] {
    do { return try InputFile(standardInput: "stdin").readToEnd() } catch { throw TextEncodingError(error) }
  }

  static func read(path: String) throws -> [UInt8] {
    do { return try InputFile(path: path).readToEnd() } catch { throw TextEncodingError(error) }
  }
}
