import Notation

/// An SVG picture taken apart again: its elements, and where its words, lines and boxes lie.
package struct Picture {
  /// A rectangle whose sides are those of the page.
  package struct Box {
    /// The sides, downwards from the page's upper left corner.
    package var left, top, right, bottom: Double

    /// A rectangle from its sides.
    package init(left: Double, top: Double, right: Double, bottom: Double) {
      (self.left, self.top, self.right, self.bottom) = (left, top, right, bottom)
    }

    /// Whether the two have more than `slack` in common in both directions.
    package func meets(_ other: Box, slack: Double = 0) -> Bool {
      left < other.right - slack && other.left < right - slack && top < other.bottom && other.top < bottom
    }

    /// Whether no side leaves the other by more than `slack`.
    package func lies(in other: Box, slack: Double = 0) -> Bool {
      left >= other.left - slack && right <= other.right + slack && top >= other.top && bottom <= other.bottom
    }
  }

  /// The elements, the root first.
  package let elements: [ParsedXML.Element]

  /// Parses a picture; throws unless it is well-formed.
  package init(_ svg: String) throws { elements = try ParsedXML(svg).elements }

  /// The whole picture.
  package var page: Box {
    Box(left: 0, top: 0, right: elements[0].number("width"), bottom: elements[0].number("height"))
  }

  /// The lines of text that are not turned, with about the place that they take.
  package var texts: [(text: String, box: Box)] {
    elements.filter { $0.name == "text" && $0.attributes["transform"] == nil }.map { element in
      let (x, y, size) = (element.number("x"), element.number("y"), element.number("font-size"))
      let width = TextWidth.pixels(element.text, size: size, isBold: element.attributes["font-weight"] != nil)
      let fractions = ["start": 0, "middle": 0.5, "end": 1]
      let left = x - width * (fractions[element.attributes["text-anchor"] ?? "start"] ?? .nan)
      return (element.text, Box(left: left, top: y - 0.75 * size, right: left + width, bottom: y + 0.3 * size))
    }
  }

  /// The rectangles.
  package var boxes: [Box] {
    elements.filter { $0.name == "rect" }.map { rect in
      let (x, y) = (rect.number("x"), rect.number("y"))
      return Box(left: x, top: y, right: x + rect.number("width"), bottom: y + rect.number("height"))
    }
  }

  /// The straight pieces of the open lines; their corners, too, as if they were sharp.
  package var strokes: [Box] {
    elements.filter { $0.attributes["fill"] == "none" }.flatMap { element -> [Box] in
      let numbers = (element.attributes["d"] ?? "").split { !"-.0123456789".contains($0) }.compactMap { Double($0) }
      let points = stride(from: 0, to: numbers.count - 1, by: 2).map { (numbers[$0], numbers[$0 + 1]) }
      return zip(points, points.dropFirst()).map { a, b in
        Box(left: min(a.0, b.0) - 1, top: min(a.1, b.1) - 1, right: max(a.0, b.0) + 1, bottom: max(a.1, b.1) + 1)
      }
    }
  }

  /// The pairs of texts that have more than `slack` in common.
  package func overlaps(slack: Double = 0) -> [String] {
    let texts = texts
    return texts.indices.flatMap { a in
      texts.indices.filter { $0 > a && texts[a].box.meets(texts[$0].box, slack: slack) }.map {
        "\(texts[a].text) / \(texts[$0].text)"
      }
    }
  }
}
