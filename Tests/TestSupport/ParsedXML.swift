import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The elements of an XML text in the order in which they begin.
package struct ParsedXML {
  /// One element.
  package struct Element {
    /// Its name.
    package let name: String
    /// Its attributes by their names.
    package let attributes: [String: String]
    /// The characters within, also those of the elements inside.
    package fileprivate(set) var text = ""

    /// The number that an attribute holds; not a number where it holds none.
    package func number(_ name: String) -> Double { attributes[name].flatMap(Double.init) ?? .nan }
  }

  /// Why a text is no XML.
  package struct Malformed: Error {
    /// Where the text stops being XML, and why.
    package let description: String
  }

  /// The elements, the root first.
  package let elements: [Element]

  /// Parses a text; throws unless it is well-formed.
  package init(_ text: String) throws {
    let (parser, reader) = (XMLParser(data: Data(text.utf8)), Reader())
    parser.delegate = reader
    guard parser.parse() else {
      let reason = parser.parserError.map { "\($0)" } ?? "unknown"
      throw Malformed(description: "line \(parser.lineNumber), column \(parser.columnNumber): \(reason)")
    }
    elements = reader.elements
  }

  private final class Reader: NSObject, XMLParserDelegate {
    var elements: [Element] = []
    private var open: [Int] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      open.append(elements.count)
      elements.append(Element(name: name, attributes: attributes))
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
      open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
      for index in open { elements[index].text += text }
    }
  }
}
