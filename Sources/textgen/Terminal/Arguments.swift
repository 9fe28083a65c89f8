/// The words that the program was called with.
enum Arguments {
  /// Throws where one is not UTF-8. Swift has put U+FFFD in the place of such bytes: a file of that name is another one.
  static func check() throws(CommandError) {
    for index in 1..<max(1, Int(CommandLine.argc)) {
      guard let argument = CommandLine.unsafeArgv[index] else { return }
      if String(validatingCString: argument) == nil { throw .notUTF8(argument: String(cString: argument)) }
    }
  }
}
