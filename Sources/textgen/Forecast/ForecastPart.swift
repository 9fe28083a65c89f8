import Forecasting

/// One of several series in a file.
struct ForecastPart: Equatable {
  /// What tells it from the others.
  let name: String
  /// What `--series` says for it alone.
  let choice: String
  /// What its files are called, beside what all are.
  let fileName: String

  /// All series, each with a name for its files that no other one has.
  static func parts(of key: SeriesKey) -> [ForecastPart] {
    var used: Set<String> = []
    return key.names.map { name in
      let plain = String(name.prefix(40).map { $0.isLetter || $0.isNumber || "-_".contains($0) ? $0 : "_" })
      let base = plain.isEmpty ? "_" : plain
      var (fileName, count) = (base, 1)
      // Some file systems do not tell capitals from small letters.
      while !used.insert(fileName.lowercased()).inserted {
        count += 1
        fileName = "\(base)-\(count)"
      }
      return ForecastPart(name: name, choice: "\(key.column)=\(name)", fileName: fileName)
    }
  }
}
