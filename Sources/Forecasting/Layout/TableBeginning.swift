import Notation

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
    let start = TableBeginning.start(of: bytes)
    let (end, next) = CSVText.line(at: start, in: bytes)
    guard let delimiter = TableBeginning.delimiter(declaredBy: bytes[start..<end]) else {
      (self.start, self.line, self.delimiter, declaration) = (start, 1, nil, [])
      return
    }
    (self.start, self.line, self.delimiter, declaration) = (next, 2, delimiter, bytes[start..<end])
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
    var (start, number) = (self.start(of: bytes), 1)
    while number < line && start < bytes.count {
      start = CSVText.line(at: start, in: bytes).next
      number += 1
    }
    return start < bytes.count ? start : nil
  }

  static func lineCount(of bytes: [UInt8]) -> Int {
    var (start, count) = (self.start(of: bytes), 0)
    while start < bytes.count {
      start = CSVText.line(at: start, in: bytes).next
      count += 1
    }
    return count
  }

  /// The first byte behind a byte-order mark, which belongs to no field.
  private static func start(of bytes: [UInt8]) -> Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }
}
