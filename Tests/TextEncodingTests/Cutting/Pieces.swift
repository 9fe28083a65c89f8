import TextEncoding

/// The units of a text that comes in these pieces.
func units(
  of pieces: [[UInt16]], unit: TextUnit = .grapheme, normalization: Normalization = .none, lineEnds: LineEnds = .kept
) throws -> [[UInt16]] {
  var pipeline = TextPipeline(unit: unit, normalization: normalization, lineEnds: lineEnds)
  var result: [[UInt16]] = []
  for (index, piece) in pieces.enumerated() {
    var piece = piece
    try pipeline.push(&piece, isLast: index == pieces.count - 1) { (piece) throws(TextEncodingError) in
      try piece.forEachUnit { (unit) throws(TextEncodingError) in result.append(Array(unit)) }
    }
    precondition(piece.isEmpty, "push left \(piece.count) units")
  }
  return result
}

/// Every way to cut `text` in two between scalars, an empty half included.
func cuts(_ text: [UInt16]) -> [[[UInt16]]] {
  (0...text.count).compactMap { cut in
    if cut > 0, cut < text.count, UTF16.isLeadSurrogate(text[cut - 1]), UTF16.isTrailSurrogate(text[cut]) { return nil }
    return [Array(text[..<cut]), Array(text[cut...])]
  }
}

/// Every way to cut `bytes` in two, an empty half included.
func cuts(_ bytes: [UInt8]) -> [[[UInt8]]] {
  (0...bytes.count).map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
}

/// `text` in pieces of `size` scalars, the last one shorter.
func pieces(of text: [UInt16], scalars size: Int) -> [[UInt16]] {
  var result: [[UInt16]] = [[]]
  var scalars = 0
  for unit in text {
    if !UTF16.isTrailSurrogate(unit) {
      if scalars == size {
        result.append([])
        scalars = 0
      }
      scalars += 1
    }
    result[result.count - 1].append(unit)
  }
  return result
}

/// The text of bytes that come in these pieces, and how many malformed sequences were replaced.
func decoded(
  _ pieces: [[UInt8]], charset: String, malformed: MalformedBytes = .error
) throws(TextEncodingError) -> (text: [UInt16], replacedCount: Int) {
  let decoder = try TextDecoder(charset: charset, source: "sample", malformed: malformed)
  var text: [UInt16] = []
  for (index, piece) in pieces.enumerated() {
    try piece.withUnsafeBufferPointer { (bytes) throws(TextEncodingError) in
      try decoder.decode(bytes, isLast: index == pieces.count - 1, into: &text)
    }
  }
  return (text, decoder.replacedCount)
}
