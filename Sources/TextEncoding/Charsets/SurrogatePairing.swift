/// Finds the surrogates that lack their other half, and keeps a pair together whose halves come one by one.
///
/// Some charsets, CESU-8 and UTF-7 among them, spell each surrogate on its own, and ICU lets a single one pass.
/// It is no text: no other charset and no token could hold it.
struct SurrogatePairing {
  typealias OnSingle = (_ byteOffset: Int, _ bytes: [UInt8]) throws(TextEncodingError) -> Void

  private var lead: UInt16?
  private var leadBytes: [UInt8] = []
  private var leadOffset = 0
  /// The bytes since the last code unit came out, and where they begin.
  private var bytes: [UInt8] = []
  private var byteOffset: Int

  init(byteOffset: Int) { self.byteOffset = byteOffset }

  /// Notes the next byte of the source.
  mutating func take(_ byte: UInt8) { bytes.append(byte) }

  /// Checks `output[start...]`, which the bytes taken since the last code unit gave. A lead surrogate at its end is
  /// held back, unless `isLast`.
  ///
  /// Calls `onSingle` with the place and the bytes of a single surrogate and, if that returns, puts U+FFFD there.
  mutating func pair(
    _ output: inout [UInt16], from start: Int, isLast: Bool, onSingle: OnSingle
  ) throws(TextEncodingError) {
    let codeUnits = Array(output[start...])
    output.removeLast(codeUnits.count)
    for codeUnit in codeUnits {
      if let lead {
        if UTF16.isTrailSurrogate(codeUnit) {
          output.append(contentsOf: [lead, codeUnit])
          self.lead = nil
          continue
        }
        try replaceLead(in: &output, onSingle: onSingle)
      }
      if UTF16.isLeadSurrogate(codeUnit) {
        (lead, leadBytes, leadOffset) = (codeUnit, bytes, byteOffset)
      } else if UTF16.isTrailSurrogate(codeUnit) {
        try onSingle(byteOffset, bytes)
        output.append(0xFFFD)
      } else {
        output.append(codeUnit)
      }
    }
    if !codeUnits.isEmpty {
      byteOffset += bytes.count
      bytes.removeAll(keepingCapacity: true)
    }
    if isLast { try replaceLead(in: &output, onSingle: onSingle) }
  }

  /// Gives up the lead surrogate that is held back, if there is one: its other half cannot come any more.
  mutating func replaceLead(in output: inout [UInt16], onSingle: OnSingle) throws(TextEncodingError) {
    guard lead != nil else { return }
    lead = nil
    try onSingle(leadOffset, leadBytes)
    output.append(0xFFFD)
  }
}
