import SystemPackage

/// The standard output or the standard error of the process, written to at once and in order.
package struct OutputFile: Sendable {
  /// What errors call the file.
  package let name: String
  private let descriptor: FileDescriptor

  /// Where a program writes what was asked for.
  package static let standardOutput = OutputFile(name: "standard output", descriptor: .standardOutput)
  /// Where a program writes about its work.
  package static let standardError = OutputFile(name: "standard error", descriptor: .standardError)

  /// Writes all bytes. Throws `noReader` where the reader of a pipe is gone, which needs a process that ignores the
  /// signal for that, and `system`.
  package func write(_ bytes: [UInt8]) throws(FileError) {
    do {
      _ = try descriptor.writeAll(bytes)
    } catch Errno.brokenPipe {
      throw .noReader(path: name)
    } catch {
      throw .system(path: name, operation: "write", reason: "\(error)")
    }
  }
}
