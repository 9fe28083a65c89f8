/// What IST is short for: the standard time of India or of Israel, or the summer time of Ireland.
package enum ZoneOfIST: Sendable {
  /// 5:30 ahead of UTC.
  case india
  /// 2:00 ahead of UTC, as IDT is 3:00.
  case israel
  /// 1:00 ahead of UTC, in winter GMT.
  case ireland

  /// As the other zones beside it say.
  init(in texts: some Sequence<String>) {
    var words: Set<String> = []
    for text in texts { words.formUnion((DateToken.tokens(of: text) ?? []).compactMap(\.word)) }
    self = !words.contains("ist") ? .india : words.contains("idt") ? .israel : words.contains("gmt") ? .ireland : .india
  }

  fileprivate var hours: Double {
    switch self {
    case .india: 5.5
    case .israel: 2
    case .ireland: 1
    }
  }
}

/// Abbreviations of time zones, as programs write them behind times.
enum ZoneNames {
  /// The seconds by which a zone is ahead of UTC; nil of a word that names none.
  ///
  /// Where an abbreviation stands for several zones, the most common: only the difference between the zones of one column
  /// counts.
  static func seconds(of word: String, ist: ZoneOfIST = .india) -> Int? {
    (word == "ist" ? ist.hours : hours[word]).map { Int($0 * 3_600) }
  }

  private static let hours: [String: Double] = [
    "z": 0, "utc": 0, "ut": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "mez": 1, "mesz": 2,
    "eet": 2,
    "eest": 3, "msk": 3, "trt": 3, "sast": 2, "idt": 3, "pkt": 5, "hkt": 8, "sgt": 8, "awst": 8, "jst": 9,
    "kst": 9, "acst": 9.5, "acdt": 10.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "nst": -3.5, "ndt": -2.5,
    "ast": -4, "adt": -3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "akst": -9, "akdt": -8, "hst": -10, "brt": -3, "art": -3,
  ]
}
