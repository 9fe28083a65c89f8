import Foundation
import Inspecting
import Network
import Testing

@Suite struct TracePageTests {
  private func page(_ characters: [String]) throws -> String {
    try TracePage(plantedRecord(characters), title: "a <b> & \"c\"").html
  }

  /// What the viewer shows, without the marks.
  private func viewer(_ html: String) throws -> Substring {
    let start = try #require(html.firstRange(of: "<div class=\"text\" id=\"text\">")).upperBound
    return html[start..<(try #require(html[start...].firstRange(of: "</div>"))).lowerBound]
  }

  @Test func everyCharacterStandsInAnElementOfItsOwn() throws {
    let characters = (stories + "漢字 שלום é 👩‍👩‍👧 🇩🇪").units
    let spans = try viewer(page(characters)).split(separator: "<span").map { span in
      String(span[span.index(after: span.firstIndex(of: ">")!)...]).replacing("</span>", with: "")
    }
    #expect(spans.count == characters.count)
    let escapes = ["\n": "<i>⏎</i>\n", "\"": "&quot;"]
    for (span, character) in zip(spans, characters) { #expect(span == escapes[character] ?? character) }
  }

  @Test(arguments: [
    "<script>alert(1)</script>".units, ["</script>"], ["<", "/script", ">", "&amp;", "'", "<!--"],
    "</div></section>]]>\"'&".units,
  ]) func textIsNeverMarkup(characters: [String]) throws {
    let html = try page(characters)
    #expect(html.ranges(of: "</script>").count == 2, "the data's and the script's own")
    #expect(html.ranges(of: "<script").count == 2)
    #expect(!html.contains("<!--") && !html.contains("alert(1)<"))
    #expect(html.contains("<title>a &lt;b&gt; &amp; &quot;c&quot;</title>"))
    let shown = try viewer(html).replacing(/<\/?(span|i)[^>]*>/, with: "")
    #expect(!shown.contains("<") && !shown.contains(">"))
    let unescaped = shown.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
    #expect(unescaped == characters.joined())
  }

  @Test func whatHasNoShapeIsShownAsASign() throws {
    let shown = try viewer(page(["\t", "\r\n", "\r", "\u{0}", "\u{202E}", "\u{301}", "", "\u{2028}"]))
    for sign in ["⇥</i>\t", "␍⏎</i>\n", "␍</i></span>", "␀", "[U+202E]", "◌</i>\u{301}", "∅", "⏎</i>\n"] {
      #expect(shown.contains(sign), "\(sign)")
    }
    #expect(!shown.unicodeScalars.contains { ["\u{0}", "\u{202E}", "\r"].contains($0) })
  }

  @Test func withoutItsScriptThePageShowsTheBestCells() throws {
    let html = try page(stories.units)
    #expect(html.contains("layer 1, unit 5, cell, tanh(c) · inside quotation marks: r = 1.00"))
    #expect(html.contains("<figure id=\"cell-1-2\">"))
    #expect(html.contains("href=\"#cell-1-2\" data-layer=\"2\" data-reversed=\"false\" data-unit=\"2\""))
    #expect(html.contains("class=\"h12\"") || html.contains("class=\"h11\""), "inside a quotation")
    #expect(html.contains("id=\"controls\" hidden"))
    #expect(html.ranges(of: "<svg").count == 2, "a saturation plot for each layer")
  }

  @Test func everyDirectionIsNamed() throws {
    var record = plantedRecord(stories.units)
    for gate: CellQuantity in [.inputGate, .forgetGate, .outputGate] { record.layers[0].values[gate] = nil }
    (record.layers[1].layer, record.layers[1].isReversed) = (1, true)
    let html = try TracePage(record, title: "").html
    #expect(html.contains("layer 1 backward, unit 2, cell, tanh(c) · position in the line: r = −0.9"))
    #expect(html.contains("data-layer=\"1\" data-reversed=\"true\" data-unit=\"2\""))
    #expect(html.ranges(of: "<svg").count == 1, "no plot for a layer without gates")
    #expect(html.contains("<figcaption>layer 1 backward</figcaption>\n<svg"))
  }

  @Test func nothingIsLoaded() throws {
    let html = try page(stories.units).replacing("http://www.w3.org/2000/svg", with: "")
    for word in ["http:", "https:", "src=", "@import", "url(", "fetch("] { #expect(!html.contains(word), "\(word)") }
  }

  @Test func emptyRecordsStillMakeAPage() throws {
    #expect(try TracePage(noiseRecord([], units: [3]), title: "").html.contains("0 characters, 3 cells"))
    #expect(try TracePage(TextRecord(characters: ["a"], layers: []), title: "").html.contains("<span>a</span>"))
  }

  /// Half a byte for what a cell remembers at a place, and all quantities of few cells alone.
  @Test func theDataTakesLessThanAByteForEachCellAndCharacter() throws {
    let characters = String(repeating: stories, count: 4).units
    let record = noiseRecord(characters, units: [400])
    let html = try TracePage(record, title: "").html
    let start = try #require(html.firstRange(of: "id=\"trace\">")).upperBound
    let data = html[start..<(try #require(html[start...].firstRange(of: "</script>"))).lowerBound]
    #expect(data.utf8.count < characters.count * 400)
    let coarse = try #require(data.firstRange(of: "\"coarse\":\"")).upperBound
    let text = data[coarse..<(try #require(data[coarse...].firstIndex(of: "\"")))]
    let bytes = try #require(Data(base64Encoded: String(text)))
    #expect(bytes.count == (characters.count * 400 + 1) / 2)
    let rows = try #require(record.layers[0].values[.cell])
    for (unit, t) in [(0, 0), (0, 1), (3, 17), (399, characters.count - 1)] {
      let place = unit * characters.count + t
      let level = place.isMultiple(of: 2) ? bytes[place / 2] >> 4 : bytes[place / 2] & 15
      // Fifteen levels from −1 to 1.
      #expect(abs((Double(level) - 7) / 7 - tanh(Double(rows[t][unit]))) <= 0.5 / 7 + 1e-6, "\(unit), \(t)")
    }
  }

  @Test func bytesAreWrittenInBase64() {
    let cases = ["": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "fooba": "Zm9vYmE="]
    for (plain, coded) in cases { #expect(TraceData.base64(Array(plain.utf8)) == coded) }
    #expect(TraceData.base64([0, 127, 254, 255]) == "AH/+/w==")
  }
}
