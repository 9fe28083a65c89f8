import Testing

/// A picture taken apart again: enough XML to see that it is well-formed, and enough of paths to see where they lead.
struct SVGScan {
  struct Element {
    var name: String
    var attributes: [String: String]
    var text = ""
  }

  struct Malformed: Error { var what: String }

  private(set) var elements: [Element] = []

  init(_ source: String) throws {
    var rest = Substring(source)
    var open: [Int] = []
    while let start = rest.firstIndex(of: "<") {
      let words = rest[..<start]
      if let last = open.last {
        elements[last].text += try SVGScan.plain(words)
      } else if words.contains(where: { !$0.isWhitespace }) {
        throw Malformed(what: "text outside: \(words)")
      }
      guard let end = rest[start...].firstIndex(of: ">") else { throw Malformed(what: "open tag") }
      var tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.first == "/" {
        guard let last = open.popLast(), elements[last].name == tag.dropFirst() else {
          throw Malformed(what: "</\(tag)>")
        }
        continue
      }
      let isEmpty = tag.last == "/"
      if isEmpty { tag.removeLast() }
      if open.isEmpty, !elements.isEmpty { throw Malformed(what: "two roots") }
      elements.append(try SVGScan.element(tag))
      if !isEmpty { open.append(elements.count - 1) }
    }
    if !open.isEmpty || elements.isEmpty { throw Malformed(what: "unclosed") }
  }

  private static func element(_ tag: Substring) throws -> Element {
    let name = tag.prefix { !$0.isWhitespace }
    var element = Element(name: String(name), attributes: [:])
    var rest = tag.dropFirst(name.count)
    while let start = rest.firstIndex(where: { !$0.isWhitespace }) {
      rest = rest[start...]
      let key = rest.prefix { $0 != "=" }
      rest = rest.dropFirst(key.count + 1)
      guard rest.first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") else {
        throw Malformed(what: "attribute \(key) of \(name)")
      }
      let value = try plain(rest[rest.index(after: rest.startIndex)..<end])
      guard element.attributes.updateValue(value, forKey: String(key)) == nil else {
        throw Malformed(what: "\(key) twice")
      }
      rest = rest[rest.index(after: end)...]
    }
    return element
  }

  /// Text with its entities resolved; a sign that should have been one is an error.
  private static func plain(_ text: Substring) throws -> String {
    if text.contains("<") || text.unicodeScalars.contains(where: { $0.value < 32 && $0 != "\n" }) {
      throw Malformed(what: "sign in \(text)")
    }
    var result = ""
    for (index, part) in text.split(separator: "&", omittingEmptySubsequences: false).enumerated() {
      guard index > 0 else {
        result += part
        continue
      }
      let name = part.prefix { $0 != ";" }
      guard name.count < part.count,
        let sign = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'"][String(name)]
      else {
        throw Malformed(what: "entity \(part)")
      }
      result += sign + part.dropFirst(name.count + 1)
    }
    return result
  }

  /// The pieces of a line's path as places, from the commands that lines are written in: M, l, and numbers.
  static func places(_ path: String) -> [[(x: Double, y: Double)]] {
    var pieces: [[(x: Double, y: Double)]] = []
    for piece in path.split(separator: "M") {
      var numbers: [Double] = []
      var word = ""
      for sign in String(piece) + " " {
        if sign.isNumber || sign == "." {
          word.append(sign)
          continue
        }
        if let number = Double(word) { numbers.append(number) }
        word = sign == "-" ? "-" : ""
      }
      var places: [(x: Double, y: Double)] = []
      for index in stride(from: 0, to: numbers.count - 1, by: 2) {
        let last = places.last ?? (0, 0)
        // Tenths of a pixel are written; sums of them are made exact again.
        func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
        places.append((tenths(last.x + numbers[index]), tenths(last.y + numbers[index + 1])))
      }
      pieces.append(places)
    }
    return pieces
  }

  /// A straight line of the grid, of an axis or of a marker.
  struct Rule {
    var from: (x: Double, y: Double)
    var to: (x: Double, y: Double)

    init?(_ path: String) {
      let numbers = path.dropFirst().split { $0 == " " || $0 == "L" }.compactMap { Double($0) }
      guard path.contains("L"), !path.contains("l"), numbers.count == 4 else { return nil }
      from = (numbers[0], numbers[1])
      to = (numbers[2], numbers[3])
    }
  }

  /// The straight lines.
  var rules: [Rule] {
    let paths = elements.filter { $0.name == "path" && $0.attributes["stroke-linejoin"] == nil }
    return paths.compactMap { Rule($0.attributes["d"] ?? "") }
  }

  /// The lines of the data: their paths have a width of their own.
  var lines: [[[(x: Double, y: Double)]]] {
    elements.filter { $0.attributes["stroke-linejoin"] != nil }.compactMap { $0.attributes["d"] }.map(SVGScan.places)
  }
}
