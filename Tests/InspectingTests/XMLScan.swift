import Notation
import Charts

/// Reads a drawing far enough to check it: every tag closed, every attribute quoted, every reference known.
struct XMLScan {
  struct Element {
    let name: String
    let attributes: [String: String]
    /// The characters within, also those of the elements inside.
    var text = ""

    func number(_ name: String) -> Double { attributes[name].flatMap(Double.init) ?? .nan }
  }

  private(set) var elements: [Element] = []
  /// What is wrong, nil when nothing is.
  private(set) var problem: String?

  init(_ xml: String) { problem = scan(xml) }

  private mutating func scan(_ xml: String) -> String? {
    var open: [Int] = []
    var rest = Substring(xml)
    while !rest.isEmpty {
      if rest.first == "<" {
        guard let end = rest.firstIndex(of: ">") else { return "a tag without end" }
        let tag = rest[rest.index(after: rest.startIndex)..<end]
        rest = rest[rest.index(after: end)...]
        if tag.first == "/" {
          guard let last = open.popLast(), elements[last].name == tag.dropFirst() else { return "<\(tag)>" }
        } else {
          let isEmpty = tag.last == "/"
          guard let element = Self.element(isEmpty ? tag.dropLast() : tag) else { return "<\(tag)>" }
          if open.isEmpty, !elements.isEmpty { return "two roots" }
          elements.append(element)
          if !isEmpty { open.append(elements.count - 1) }
        }
      } else {
        let text = rest.prefix { $0 != "<" }
        rest = rest[text.endIndex...]
        guard Self.isPlain(text) else { return "a stray & in \(text)" }
        for at in open { elements[at].text += text }
      }
    }
    return open.isEmpty ? nil : "not closed: \(open.map { elements[$0].name })"
  }

  private static func isPlain(_ text: Substring) -> Bool {
    text.split(separator: "&", omittingEmptySubsequences: false).dropFirst().allSatisfy { part in
      ["amp;", "lt;", "gt;", "quot;", "#39;"].contains { part.hasPrefix($0) }
    }
  }

  private static func element(_ tag: Substring) -> Element? {
    let name = tag.prefix { $0.isLetter || $0.isNumber }
    guard !name.isEmpty else { return nil }
    var attributes: [String: String] = [:]
    var rest = tag[name.endIndex...]
    while let match = rest.prefixMatch(of: /\s+([a-zA-Z:-]+)="([^"<]*)"/) {
      guard isPlain(match.output.2),
        attributes.updateValue(String(match.output.2), forKey: String(match.output.1)) == nil
      else { return nil }
      rest = rest[match.range.upperBound...]
    }
    return rest.allSatisfy(\.isWhitespace) ? Element(name: String(name), attributes: attributes) : nil
  }
}

extension XMLScan {
  struct Box {
    var left, top, right, bottom: Double
    func meets(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
    func lies(in other: Box) -> Bool {
      left >= other.left && right <= other.right && top >= other.top && bottom <= other.bottom
    }
  }

  /// The lines of text that are not turned, with about the place that they take.
  var texts: [(text: String, box: Box)] {
    elements.filter { $0.name == "text" && $0.attributes["transform"] == nil }.map { element in
      let (x, y, size) = (element.number("x"), element.number("y"), element.number("font-size"))
      let width = TextWidth.pixels(element.text, size: size, isBold: element.attributes["font-weight"] != nil)
      let shares = ["start": 0, "middle": 0.5, "end": 1]
      let left = x - width * (shares[element.attributes["text-anchor"] ?? ""] ?? 0)
      return (element.text, Box(left: left, top: y - 0.75 * size, right: left + width, bottom: y + 0.3 * size))
    }
  }

  /// The straight pieces of the open lines; their corners, too, as if they were sharp.
  var strokes: [Box] {
    elements.filter { $0.attributes["fill"] == "none" }.flatMap { element -> [Box] in
      let numbers = (element.attributes["d"] ?? "").split { !"-.0123456789".contains($0) }.compactMap { Double($0) }
      let points = stride(from: 0, to: numbers.count - 1, by: 2).map { (numbers[$0], numbers[$0 + 1]) }
      return zip(points, points.dropFirst()).map { a, b in
        Box(
          left: min(a.0, b.0) - 1, top: min(a.1, b.1) - 1, right: max(a.0, b.0) + 1, bottom: max(a.1, b.1) + 1)
      }
    }
  }

  var boxes: [Box] {
    elements.filter { $0.name == "rect" }.map { rect in
      let (x, y) = (rect.number("x"), rect.number("y"))
      return Box(left: x, top: y, right: x + rect.number("width"), bottom: y + rect.number("height"))
    }
  }

  /// Texts that meet another text.
  var overlaps: [String] {
    let texts = texts
    return texts.indices.flatMap { a in
      texts.indices.filter { $0 > a && texts[a].box.meets(texts[$0].box) }.map {
        "\(texts[a].text) / \(texts[$0].text)"
      }
    }
  }
}
