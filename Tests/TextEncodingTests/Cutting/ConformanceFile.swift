import TextEncoding

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Unicode's own test files, which the package unicode-data installs.
enum ConformanceFile {
  /// The marked lines of GraphemeBreakTest.txt; empty unless the file is there in ICU's version of Unicode.
  static let graphemeBreaks = lines(of: "cat /usr/share/unicode/auxiliary/GraphemeBreakTest.txt 2>/dev/null")
  /// The lines of NormalizationTest.txt; empty unless the file is there in ICU's version of Unicode.
  static let normalizations = lines(of: "bzip2 -dc /usr/share/unicode/NormalizationTest.txt.bz2 2>/dev/null")

  /// The code points, written in hexadecimal, as UTF-16.
  static func utf16(_ codePoints: some StringProtocol) -> [UInt16] {
    codePoints.split(separator: " ").flatMap { code -> [UInt16] in
      guard let scalar = UInt32(code, radix: 16).flatMap(Unicode.Scalar.init) else {
        preconditionFailure("'\(code)' is no code point")
      }
      return Array(Character(scalar).utf16)
    }
  }

  /// The lines that hold tests, without their comments. The first line tells the version.
  private static func lines(of command: String) -> [Substring] {
    let text = String(decoding: output(of: command), as: UTF8.self)
    let lines = text.split(separator: "\n")
    guard let first = lines.first, first.hasSuffix("-\(UnicodeVersion.current).txt") else { return [] }
    return lines.map { $0.prefix { $0 != "#" } }.filter { !$0.isEmpty && !$0.hasPrefix("@") }
  }

  private static func output(of command: String) -> [UInt8] {
    guard let pipe = popen(command, "r") else { return [] }
    var result: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&block, 1, block.count, pipe)
      if count == 0 { break }
      result.append(contentsOf: block[..<count])
    }
    return pclose(pipe) == 0 ? result : []
  }
}
