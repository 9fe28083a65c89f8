/// What stands at the very beginning of a table's text.
struct TableBeginning {
  /// Where the first line begins that may hold names.
  let start: Int
  /// The number of that line.
  let line: Int
  /// The delimiter that the text names in a line such as `sep=;`; nil where there is no such line.
  let delimiter: UInt8?
  /// That line; empty where there is none.
  let declaration: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) {
    // A byte-order mark belongs to no field.
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let line = bytes[start...].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    guard let delimiter = TableBeginning.delimiter(declaredBy: line) else {
      (self.start, self.line, self.delimiter, declaration) = (start, 1, nil, [])
      return
    }
    (self.start, self.line) = (TableBeginning.next(behind: line.endIndex, in: bytes), 2)
    (self.delimiter, declaration) = (delimiter, line)
  }

  /// The delimiter of a line such as `sep=;`, `"sep=,"` or `sep=\t`.
  private static func delimiter(declaredBy line: ArraySlice<UInt8>) -> UInt8? {
    guard line.count <= 12 else { return nil }
    let mark = UInt8(ascii: "\"")
    let isQuoted = line.count > 1 && line.first == mark && line.last == mark
    let content = isQuoted ? line.dropFirst().dropLast() : line
    guard content.count > 4, content.prefix(4).map({ $0 | 0x20 }).elementsEqual("sep=".utf8.map { $0 | 0x20 }) else {
      return nil
    }
    let sign = content.dropFirst(4)
    if sign.elementsEqual("\\t".utf8) || sign.elementsEqual("tab".utf8) { return UInt8(ascii: "\t") }
    guard sign.count == 1, let byte = sign.first, byte < 0x80, byte != mark else { return nil }
    return byte
  }

  /// The first byte of a line, counted from 1; nil where there are fewer lines.
  static func start(ofLine line: Int, in bytes: [UInt8]) -> Int? {
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    for _ in 1..<max(1, line) {
      let end = bytes[start...].firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
      guard let end else { return nil }
      start = next(behind: end, in: bytes)
    }
    return start < bytes.count ? start : nil
  }

  static func lineCount(of bytes: [UInt8]) -> Int {
    var (count, place) = (0, 0)
    while place < bytes.count {
      count += 1
      let end = bytes[place...].firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
      place = end.map { next(behind: $0, in: bytes) } ?? bytes.count
    }
    return count
  }

  /// The place behind the line end at a place.
  private static func next(behind end: Int, in bytes: [UInt8]) -> Int {
    guard end < bytes.count else { return end }
    let isPair = bytes[end] == UInt8(ascii: "\r") && end + 1 < bytes.count && bytes[end + 1] == UInt8(ascii: "\n")
    return end + (isPair ? 2 : 1)
  }
}
