import FoundationEssentials
import TestSupport

/// Texts to try things on.
enum SampleText {
  /// The sections of the package's sampler of scripts, by their titles.
  static let sections: [String: String] = {
    let path = PackageFolder.root.appending(path: "corpora/scripts.txt").path
    guard let bytes = try? bytes(ofFile: path) else { preconditionFailure("\(path) is missing") }
    var sections: [String: String] = [:]
    for section in String(decoding: bytes, as: UTF8.self).split(separator: "\n\n") {
      sections[String(section.prefix { $0 != "\n" })] = String(section) + "\n"
    }
    return sections
  }()

  /// The section with this title.
  static func section(_ title: String) -> String {
    guard let text = sections[title] else { preconditionFailure("the sampler has no section \(title)") }
    return text
  }

  /// Every kind of scalar that joins, composes, reorders, decomposes or ends a line, and plain ones beside.
  private static let alphabets: [[ClosedRange<UInt32>]] = [
    [0x20...0x7E], [0x09...0x0D, 0x85...0x85, 0x2028...0x2029], [0xA0...0x17F, 0x1E00...0x1EFF],
    [0x300...0x36F, 0x1AB0...0x1ABD, 0x20D0...0x20F0], [0x391...0x3C9, 0x1F00...0x1F15], [0x410...0x44F],
    [0x5D0...0x5EA, 0x5B0...0x5BC, 0xFB1D...0xFB1F], [0x621...0x652, 0x600...0x605, 0xFDFA...0xFDFB],
    [0x900...0x97F], [0x980...0x983, 0x9C7...0x9C8, 0x9BE...0x9BE, 0x9D7...0x9D7], [0xBB5...0xBCD],
    [0xE01...0xE3A, 0xE47...0xE4D], [0x1100...0x1112, 0x1161...0x1175, 0x11A8...0x11C2], [0xAC00...0xAC40],
    [0x3041...0x309F], [0xFF61...0xFF9F], [0x4E00...0x4E40, 0xF900...0xF920, 0x2F800...0x2F820],
    [0x1F1E6...0x1F1FF], [0x1F466...0x1F469, 0x200D...0x200D, 0xFE0F...0xFE0F, 0x1F3FB...0x1F3FF],
    [0x1D15E...0x1D172, 0x1D400...0x1D410], [0xFB00...0xFB06, 0x2126...0x212B, 0xFFFD...0xFFFF],
    [0x00...0x1F, 0x7F...0x9F], [0xE000...0xE003, 0xE0020...0xE007F, 0x10FFFE...0x10FFFF],
  ]

  /// A text of at least `count` scalars in short runs of many scripts, unpaired marks included. It has no byte order marks,
  /// which no file keeps.
  static func random(seed: UInt64, count: Int) -> String {
    var generator = SplitMix64(seed: seed)
    var scalars: [Unicode.Scalar] = ["x"]
    while scalars.count < count {
      let alphabet = alphabets[Int.random(in: alphabets.indices, using: &generator)]
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let range = alphabet[Int.random(in: alphabet.indices, using: &generator)]
        guard let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) else { continue }
        scalars.append(scalar)
      }
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
