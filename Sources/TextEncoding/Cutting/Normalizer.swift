internal import CICU

/// The Unicode normalisation form that a text is brought to before it is cut into units.
public enum Normalization: String, Codable, Sendable, CaseIterable {
  /// Canonical composition: one spelling for what Unicode holds equivalent.
  case nfc
  /// Compatibility composition: ligatures, width variants and the like also lose their difference.
  case nfkc
  /// The text stays as it is.
  case none
}

/// Normalises UTF-16 text that comes in pieces cut anywhere between two scalars.
///
/// The result does not depend on the pieces. Memory: `longestSequence` code units above the piece. A sequence
/// without any normalisation boundary that is longer than `longestSequence` is normalised in parts of that
/// length; nothing written by people comes near it.
package struct Normalizer {
  package static let longestSequence = 1024

  private let handle: OpaquePointer?
  /// Below this code point every character is in normal form and has a boundary before it.
  private let firstActive: UInt16
  private var pending: [UInt16] = []
  private var scratch: [UInt16] = []

  init(_ form: Normalization) {
    switch form {
    case .nfc: (handle, firstActive) = (textgen_normalizer_nfc(), 0x300)
    case .nfkc: (handle, firstActive) = (textgen_normalizer_nfkc(), 0xA0)
    case .none: (handle, firstActive) = (nil, 0)
    }
    precondition(form == .none || handle != nil, "ICU's data for \(form) is missing")
  }

  /// Appends to `output` what is certain of the text so far, which goes on with `piece`; all of it when
  /// `isLast`. O(n).
  mutating func append(_ piece: UnsafeBufferPointer<UInt16>, isLast: Bool, to output: inout [UInt16]) {
    guard handle != nil else { return output.append(contentsOf: piece) }
    if let end = piece.last, !isLast, end < firstActive, isInert(piece) {
      flush(pending.count, to: &output)
      output.append(contentsOf: piece.dropLast())
      pending.append(end)
      return
    }
    pending.append(contentsOf: piece)
    if pending.withUnsafeBufferPointer(hasLongSequence) {
      scan(to: &output)
    } else {
      flush(pending.withUnsafeBufferPointer(lastBoundary), to: &output)
    }
    if isLast { flush(pending.count, to: &output) }
  }

  private func isInert(_ piece: UnsafeBufferPointer<UInt16>) -> Bool {
    var highest: UInt16 = 0
    for codeUnit in piece { highest = max(highest, codeUnit) }
    return highest < firstActive
  }

  /// Whether a sequence without boundary may be longer than `longestSequence`: then half its length stands before
  /// some multiple of that half.
  private func hasLongSequence(_ text: UnsafeBufferPointer<UInt16>) -> Bool {
    let half = Self.longestSequence / 2
    return stride(from: half, through: text.count, by: half).contains { end in
      !(end - half..<end).reversed().contains { hasBoundary(before: $0, in: text) }
    }
  }

  /// The place before which everything is certain, whatever comes next.
  private func lastBoundary(_ text: UnsafeBufferPointer<UInt16>) -> Int {
    text.indices.last { hasBoundary(before: $0, in: text) } ?? 0
  }

  private func hasBoundary(before position: Int, in text: UnsafeBufferPointer<UInt16>) -> Bool {
    let codeUnit = text[position]
    if codeUnit < firstActive { return true }
    // A pair's second half is no place to cut.
    if UTF16.isTrailSurrogate(codeUnit) { return false }
    guard UTF16.isLeadSurrogate(codeUnit), position + 1 < text.count else {
      return textgen_has_boundary_before(handle, UInt32(codeUnit)) != 0
    }
    let scalar = 0x10000 + (UInt32(codeUnit & 0x3FF) << 10) + UInt32(text[position + 1] & 0x3FF)
    return textgen_has_boundary_before(handle, scalar) != 0
  }

  /// Normalises up to the last boundary in `pending`, and cuts sequences that are too long at a place that
  /// depends on the text alone.
  private mutating func scan(to output: inout [UInt16]) {
    var boundary = 0
    var position = 0
    while position < pending.count {
      if pending.withUnsafeBufferPointer({ hasBoundary(before: position, in: $0) }) {
        boundary = position
      } else if position - boundary >= Self.longestSequence, !UTF16.isTrailSurrogate(pending[position]) {
        flush(boundary, to: &output)
        flush(position - boundary, to: &output)
        (boundary, position) = (0, 0)
      }
      position += 1
    }
    flush(boundary, to: &output)
  }

  private mutating func flush(_ count: Int, to output: inout [UInt16]) {
    guard count > 0 else { return }
    if scratch.count < count + 64 { scratch = [UInt16](repeating: 0, count: 2 * count + 64) }
    var length = normalize(count)
    if length > scratch.count {
      scratch = [UInt16](repeating: 0, count: length)
      length = normalize(count)
    }
    output.append(contentsOf: scratch[..<length])
    pending.removeFirst(count)
  }

  private mutating func normalize(_ count: Int) -> Int {
    let length = pending.withUnsafeBufferPointer { source in
      scratch.withUnsafeMutableBufferPointer { target in
        textgen_normalize(handle, source.baseAddress, Int32(count), target.baseAddress, Int32(target.count))
      }
    }
    precondition(length >= 0, "ICU failed to normalise \(count) UTF-16 code units")
    return Int(length)
  }
}
