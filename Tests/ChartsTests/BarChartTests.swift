import Charts
import TestSupport
import Testing

@Suite struct BarChartTests {
  private func chart(series: [String], _ rows: [(String, [Double])], name: String = "Title") -> BarChart {
    BarChart(
      title: name, subtitle: name, series: series,
      sections: [
        .init(title: name, unit: " %", places: 1, rows: rows.map { .init(name: $0.0, values: $0.1) }),
        .init(title: "Nothing", places: 0, rows: []),
        .init(title: "Another scale", places: 2, rows: [.init(name: "only", values: series.map { _ in 0.25 })]),
      ])
  }

  @Test func barsAreAsLongAsTheirValues() throws {
    let picture = try Picture(chart(series: ["one"], [("a", [40]), ("b", [10]), ("c", [0])]).svg())
    let boxes = picture.boxes
    let widths = boxes.map { $0.right - $0.left }
    #expect(widths.count == 4)
    // Places are written in tenths of a pixel.
    #expect(abs(widths[1] / widths[0] - 0.25) < 0.001)
    #expect(widths[2] == 1, "nothing is a line")
    #expect(Set(boxes.map(\.left)).count == 1)
    // Each section has its own scale.
    #expect(widths[3] > widths[1])
    let words = picture.texts.map(\.text)
    for word in ["40.0 %", "10.0 %", "0.0 %", "0.25", "Another scale"] { #expect(words.contains(word), "\(word)") }
    #expect(!words.contains("Nothing") && !words.contains("one"))
  }

  @Test(arguments: [100, 360, 800]) func nothingOverlapsOrLeavesThePicture(width: Int) throws {
    let chart = chart(
      series: ["small.safetensors", "large.safetensors"],
      [
        ("a name that takes more than its two fifths of the width, whatever the width is", [99.9, 100]),
        ("b", [.nan, 1]),
      ])
    let picture = try Picture(chart.svg(width: width))
    #expect(picture.overlaps() == [])
    for (text, box) in picture.texts { #expect(box.lies(in: picture.page), "\(text)") }
    for box in picture.boxes { #expect(box.lies(in: picture.page)) }
    let words = picture.texts.map(\.text)
    #expect(words.contains("–") && words.contains("large.safetensors"))
    // Two of the legend, four of the rows, two of the other section.
    #expect(picture.boxes.count == 8)
  }

  @Test func wordsAreEscapedAndTheSameChartHasTheSameBytes() throws {
    let chart = chart(series: ["<s>", "&"], [("<row>", [1, 2])], name: "a < b & \"c\"")
    #expect(chart.svg() == chart.svg())
    let picture = try Picture(chart.svg())
    #expect(picture.elements.filter { $0.name == "text" && $0.text == "a < b & \"c\"" }.count == 3)
    #expect(picture.elements.contains { $0.name == "title" && $0.text == "&, <row>: 2.0 %" })
    #expect(picture.elements[2].name == "desc" && picture.elements[2].text.contains("<row> 1.0 % and 2.0 %"))
  }
}
