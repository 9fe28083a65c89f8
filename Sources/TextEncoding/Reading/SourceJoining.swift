/// How sources become one text.
enum SourceJoining: Sendable {
  /// Each begins a new line. Where neither the end of the one before nor its own beginning is a line end, a LF is put between
  /// them; with their line ends, the text is that of the sources one behind the other.
  case byLines
  /// One behind the other as they are, so that the last line of one may go on in the next.
  case asTheyAre

  /// The way of a text whose line ends are treated so: who keeps them, or reads bytes, gets nothing that is in no source.
  init(_ lineEnds: LineEnds, unit: TextUnit) { self = unit != .byte && lineEnds == .unified ? .byLines : .asTheyAre }

  /// Whether a LF is missing between the last code unit of a source, nil of none, and the first of the next.
  func needsLineEnd(between last: UInt16?, _ first: UInt16) -> Bool {
    guard self == .byLines, let last else { return false }
    return !SourceJoining.endsLine(last) && !SourceJoining.endsLine(first)
  }

  /// Whether the last character of a source is whole, whatever comes next. As they are, a CR may have its LF in the next
  /// source, and a letter its accent.
  var endsCharacters: Bool { self == .byLines }

  /// Whether a code unit ends a line.
  static func endsLine(_ codeUnit: UInt16) -> Bool {
    codeUnit == 0x0A || codeUnit == 0x0D || codeUnit == 0x85 || codeUnit == 0x2028
  }
}
