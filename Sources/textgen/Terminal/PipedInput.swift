import Files

/// What stands in a pipe or a redirected file.
enum PipedInput {
  /// Whether stdin is a pipe or a file: not a terminal, and not a device such as /dev/null.
  static var isPresent: Bool {
    guard let status = FileStatus.ofStandardInput else { return false }
    return status.isPipe || status.isRegular
  }
}
