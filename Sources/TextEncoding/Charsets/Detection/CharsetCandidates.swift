internal import CICU

/// The charsets that a text may be in whose bytes are neither Unicode nor name their charset.
enum CharsetCandidates {
  /// The names of one kind, and what its charsets cost in nats before a byte was looked at.
  private static let kinds: [(prior: Double, names: [String])] = [
    // What computers have written by themselves in the last decades.
    (
      0,
      [
        "windows-1252", "windows-1250", "windows-1251", "windows-1253", "windows-1254", "windows-1255", "windows-1256",
        "windows-1257", "windows-874", "Shift_JIS", "GB18030", "Big5", "EUC-KR", "EUC-JP", "KOI8-R",
      ]
    ),
    // What standards have asked for.
    (
      2,
      [
        "ISO-8859-2", "ISO-8859-3", "ISO-8859-4", "ISO-8859-5", "ISO-8859-6", "ISO-8859-7", "ISO-8859-9", "ISO-8859-10",
        "ISO-8859-13", "ISO-8859-15", "KOI8-U", "windows-1258", "windows-949", "windows-31j", "Big5-HKSCS",
      ]
    ),
    // What DOS has written.
    (
      4,
      [
        "IBM437", "IBM850", "IBM852", "IBM855", "IBM857", "IBM860", "IBM861", "IBM862", "IBM863", "IBM865", "IBM866",
        "IBM737", "IBM775", "IBM869", "ibm-1125",
      ]
    ),
    // What the Macintosh and hardly anybody has written.
    (6, ["macintosh", "x-mac-centraleurroman", "x-mac-cyrillic", "x-mac-greek", "x-mac-turkish", "ISO-8859-14"]),
  ]

  /// All readings of a sample, the likeliest first: those that fit, whose letters all belong together, before any other. Pairs
  /// of bytes cost less than single ones, whatever they mean.
  static func readings(of sample: UnsafeBufferPointer<UInt8>, isEnd: Bool, mayBeUTF8: Bool) -> [CharsetReading] {
    let supported = support(for: sample)
    var readings: [CharsetReading] = []
    for kind in kinds {
      for name in kind.names {
        let prior = kind.prior - (supported[name] ?? 0)
        if let reading = CharsetReading(of: sample, in: name, prior: prior, isEnd: isEnd) { readings.append(reading) }
      }
    }
    // Most texts of today are in UTF-8.
    if mayBeUTF8, let reading = CharsetReading(of: sample, in: "UTF-8", prior: -10, isEnd: isEnd) {
      readings.append(reading)
    }
    return readings.sorted { $0.fits == $1.fits ? $0.nats < $1.nats : $0.fits }
  }

  /// The 7-bit charset of ISO 2022 whose escape sequences a sample has.
  static func escaped(_ sample: UnsafeBufferPointer<UInt8>) -> String? {
    matches(sample).first { $0.name.hasPrefix("ISO-2022") }?.name
  }

  /// What ICU's statistics of letters say, as nats: two for a match that it is sure of. For short texts they go by
  /// the letters of ASCII alone.
  private static func support(for sample: UnsafeBufferPointer<UInt8>) -> [String: Double] {
    var support: [String: Double] = [:]
    for (name, confidence) in matches(sample) {
      support[name] = max(support[name] ?? 0, Double(confidence) / 50)
    }
    return support
  }

  /// ICU's own guesses, best first.
  private static func matches(_ sample: UnsafeBufferPointer<UInt8>) -> [(name: String, confidence: Int)] {
    guard let detector = textgen_detector_open() else { return [] }
    defer { textgen_detector_close(detector) }
    return sample.withMemoryRebound(to: CChar.self) { bytes in
      var count: Int32 = 0
      let matches = textgen_detector_matches(detector, bytes.baseAddress, Int32(bytes.count), &count)
      return (0..<Int(count)).compactMap { index in
        guard let match = matches?[index], let name = textgen_match_name(match) else { return nil }
        let charset = String(cString: name)
        return (supersets[charset] ?? charset, Int(textgen_match_confidence(match)))
      }
    }
  }

  /// What calls itself ISO 8859-1, -8 or -9 is in practice the Windows charset, which adds printable characters
  /// where the standard has controls or, in Hebrew, no points for vowels.
  private static let supersets = [
    "ISO-8859-1": "windows-1252", "ISO-8859-9": "windows-1254", "ISO-8859-8": "windows-1255",
    "ISO-8859-8-I": "windows-1255",
  ]
}
