internal import CICU

/// The names of the charsets that ICU can decode.
enum CharsetNames {
  private static let common = ["UTF-8", "UTF-16LE", "windows-1252", "ISO-8859-1", "Shift_JIS", "GB18030"]

  /// The name by which `name`, any alias of a known charset, is best known.
  static func commonName(of name: String) -> String {
    for standard in ["MIME", "IANA"] {
      if let found = textgen_charset_standard_name(name, standard) { return String(cString: found) }
    }
    return name
  }

  /// Up to three names near the unknown `name`, or the common ones if none is near.
  static func suggestions(for name: String) -> [String] {
    let wanted = folded(name)
    let limit = max(1, wanted.count / 3)
    var nearest: [String: Int] = [:]
    guard (1...40).contains(wanted.count) else { return common }
    for index in 0..<textgen_charset_count() {
      guard let charset = textgen_charset_name(index) else { continue }
      for alias in 0..<textgen_charset_alias_count(charset) {
        guard let pointer = textgen_charset_alias(charset, alias) else { continue }
        let spelling = String(cString: pointer)
        let distance = editDistance(wanted, folded(spelling))
        guard distance <= limit else { continue }
        let name = commonName(of: spelling)
        nearest[name] = min(nearest[name] ?? .max, distance)
      }
    }
    let sorted = nearest.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
    return sorted.isEmpty ? common : sorted.prefix(3).map(\.key)
  }

  /// Case and punctuation do not count in a charset's name.
  private static func folded(_ name: String) -> [UInt8] {
    Array(name.utf8).compactMap { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
      default: nil
      }
    }
  }

  /// Levenshtein's distance (1965), with one row of the table.
  private static func editDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    var row = Array(0...second.count)
    for (i, a) in first.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in second.enumerated() {
        let substituted = diagonal + (a == b ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substituted, row[j] + 1, diagonal + 1)
      }
    }
    return row[second.count]
  }
}
