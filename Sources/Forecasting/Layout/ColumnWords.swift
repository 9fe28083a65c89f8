/// Words by which people name columns.
enum ColumnWords {
  /// Whether a column's name, or what stands before a bracket in it, is a word for dates.
  static func areDates(_ name: String) -> Bool {
    let words = name.lowercased().prefix { $0 != "(" && $0 != "[" }.split { !$0.isLetter }
    return words.contains(where: dates.contains) && words.allSatisfy { dates.contains($0) || fillers.contains($0) }
  }

  private static let dates: Set<Substring> = [
    "date", "dates", "datum", "time", "datetime", "timestamp", "ts", "ds", "dt", "epoch", "unix", "unixtime", "day",
    "week",
    "month", "quarter", "year", "period", "fecha", "datetimeutc", "zeit", "uhrzeit", "zeitstempel", "tag", "woche",
    "monat",
    "quartal", "jahr", "horodatage", "dátum", "dato", "päivämäärä", "tarih", "дата", "время", "日期", "时间", "時間", "日時",
    "日付", "날짜", "시간",
  ]
  private static let fillers: Set<Substring> = [
    "utc", "gmt", "local", "and", "of", "start", "end", "the", "observation", "s", "ms", "us",
  ]
}
