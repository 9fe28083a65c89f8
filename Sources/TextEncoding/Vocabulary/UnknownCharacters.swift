/// The characters of a text that a vocabulary lacks: how many, which, and in which lines.
public struct UnknownCharacters: Sendable, Equatable {
  /// A line with such characters.
  public struct Line: Sendable, Equatable {
    /// The name of the source whose line it is; nil where the text has only one.
    public let source: String?
    /// Its number, from 1.
    public let number: Int
    /// How many it has.
    public var count: Int
    /// The printable name of the first one.
    public let first: String

    /// A line with some.
    public init(source: String? = nil, number: Int, count: Int, first: String) {
      (self.source, self.number, self.count, self.first) = (source, number, count, first)
    }
  }

  /// How many there are.
  public private(set) var count = 0
  /// The first lines that have any, ten at most.
  public private(set) var lines: [Line] = []
  /// The number of all lines that have any.
  public private(set) var lineCount = 0
  /// The printable names of the first different ones, five at most.
  public private(set) var names: [String] = []

  private static let mostLines = 10
  private static let mostNames = 5
  private static let mostLookedUp = 1000
  /// Where the last one stood.
  private var last: TextPlace?

  /// None.
  public init() {}

  /// Adds one. The lines come in their order.
  ///
  /// - name: costs more than a character that the vocabulary has, and is looked up as long as it may be told.
  mutating func add(_ name: @autoclosure () -> String, at place: TextPlace) {
    count += 1
    if names.count < Self.mostNames, count <= Self.mostLookedUp {
      let name = name()
      if !names.contains(name) { names.append(name) }
    }
    if place.line != last?.line || place.source != last?.source {
      lineCount += 1
      if lines.count < Self.mostLines {
        lines.append(Line(source: place.source, number: place.line, count: 0, first: name()))
      }
    }
    last = place
    if let line = lines.indices.last, lines[line].number == place.line, lines[line].source == place.source {
      lines[line].count += 1
    }
  }

  /// Adds those of lines that follow.
  public mutating func add(_ others: UnknownCharacters) {
    count += others.count
    lineCount += others.lineCount
    lines += others.lines.prefix(Self.mostLines - lines.count)
    for name in others.names where names.count < Self.mostNames && !names.contains(name) { names.append(name) }
    last = others.last ?? last
  }

  /// Whether both are the same characters in the same lines.
  public static func == (first: UnknownCharacters, second: UnknownCharacters) -> Bool {
    (first.count, first.lineCount) == (second.count, second.lineCount) && first.lines == second.lines
      && first.names == second.names
  }
}
