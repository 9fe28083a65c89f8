/// Names of files, which systems allow a number of bytes, whatever the characters.
package enum FileName {
  /// The bytes that a name may have.
  package static let longest = 255

  /// A name and what comes behind. Where both are too long together, the name is cut, and a number that belongs to the
  /// whole name keeps it apart from others.
  package static func fitting(_ name: String, end: String) -> String {
    guard name.utf8.count + end.utf8.count > longest else { return name + end }
    var hash = XXHash64()
    Array(name.utf8).withUnsafeBytes { hash.update($0) }
    let rest = "~" + hash.hexadecimalDigest + end
    var cut = name.unicodeScalars
    while String(cut).utf8.count + rest.utf8.count > longest { cut.removeLast() }
    return String(cut) + rest
  }

  /// The path of a hidden file beside another one, which is there for a while and belongs to that one alone.
  static func path(beside path: String, end: String) -> String {
    let parts = PathParts(path)
    return "\(parts.folder)/\(fitting(".\(parts.name)", end: end))"
  }
}
