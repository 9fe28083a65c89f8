import Notation
import Testing

@Suite struct VisibleTextTests {
  static let texts: [(text: String, shown: String)] = [
    ("plain\ttext\n", "plain\ttext\n"),
    ("\u{1B}]0;title\u{7}", "^[]0;title^G"),
    ("\u{1B}]52;c;AAAA\u{1B}\\", "^[]52;c;AAAA^[\\"),
    ("a\r\nb\u{8}\u{7F}\u{0}", "a^M\nb^H^?^@"),
    // The controls of eight bits.
    ("\u{9B}31m\u{85}\u{A0}é", "M-^[31mM-^E\u{A0}é"),
    ("日本語 שלום 😀", "日本語 שלום 😀"),
  ]

  @Test(arguments: texts.indices) func controlsAreShownAndTextStays(index: Int) {
    let (text, shown) = Self.texts[index]
    #expect(VisibleText.shown(text).unicodeScalars.elementsEqual(shown.unicodeScalars))
    // Byte by byte it is the same.
    var (visible, bytes) = (VisibleText(), [UInt8]())
    for byte in text.utf8 { bytes += visible.pass([byte]) }
    #expect(bytes + visible.finish() == Array(shown.utf8))
  }

  @Test func bytesThatAreNoTextCannotControlEither() {
    var visible = VisibleText()
    #expect(visible.pass([0x61, 0x9B, 0x33, 0xE9, 0x1B, 0xC2]) == Array("aM-^[3".utf8) + [0xE9] + Array("^[".utf8))
    #expect(visible.finish() == [0xC2])
  }
}
