import Testing
import TextEncoding

@Suite struct WideTextShapeTests {
  private func charset(_ bytes: [UInt8]) -> String? {
    bytes.withUnsafeBufferPointer { WideTextShape.charset(of: $0) }
  }

  @Test func eachWidthAndByteOrder() {
    #expect(charset([0x61, 0, 0x0A, 0]) == "UTF-16LE")
    #expect(charset([0, 0x61, 0, 0x0A]) == "UTF-16BE")
    #expect(charset([0x61, 0, 0, 0, 0x0A, 0, 0, 0]) == "UTF-32LE")
    #expect(charset([0, 0, 0, 0x61, 0, 0, 0, 0x0A]) == "UTF-32BE")
  }

  /// Ideographs make sense in both byte orders; the line feed and the space do not.
  @Test func oneLineFeedTellsTheByteOrder() {
    let text = Array("日本語の文\n".utf16)
    #expect(charset(text.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }) == "UTF-16LE")
    #expect(charset(text.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }) == "UTF-16BE")
  }

  @Test func pairsOfSurrogatesAreText() {
    let text = Array("😀😀😀 \n".utf16)
    #expect(charset(text.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }) == "UTF-16LE")
    // Halves are not, in either byte order.
    #expect(charset([0xDE, 0xDE, 0xDE, 0xDE]) == nil)
  }

  @Test func quotationMarksOnlyLookLikeSpaces() {
    #expect(charset([0x1C, 0x20, 0x61, 0, 0x1D, 0x20, 0x0A, 0]) == "UTF-16LE")
  }

  @Test func lettersWithAStrayNULAreNarrow() {
    #expect(charset(Array("word ".utf8) + [0] + Array("word".utf8)) == nil)
    #expect(charset(Array("word".utf8) + [0] + Array("word ".utf8)) == nil)
  }

  @Test func oneBadCharacterInFiftyIsAllowed() {
    let bad: [UInt8] = [0xFF, 0xFF]
    #expect(charset([UInt8]((0..<49).flatMap { _ in [0x61, 0] }) + bad) == "UTF-16LE")
    #expect(charset([UInt8]((0..<48).flatMap { _ in [0x61, 0] }) + bad) == nil)
  }

  @Test func samplesWithoutAWholeCharacter() {
    #expect(charset([]) == nil)
    #expect(charset([0]) == nil)
    #expect(charset([0x61, 0, 0x62]) == "UTF-16LE")
  }

  @Test func binaryDataHaveNoShape() {
    #expect(charset((0..<512).map { UInt8(truncatingIfNeeded: $0 &* 37 ^ $0 >> 3) }) == nil)
    #expect(charset([UInt8](repeating: 0, count: 64)) == nil)
  }
}
