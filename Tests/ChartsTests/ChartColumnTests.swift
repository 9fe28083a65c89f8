import Charts
import TestSupport
import Testing

@Suite struct ChartColumnTests {
  private func chart(_ values: [Double], name: String = "run") -> LineChart {
    LineChart(
      title: "Title", horizontal: .number(label: "Step"), vertical: .number(label: "Loss"),
      series: [
        LineChart.Series(
          name: name, points: values.enumerated().map { LineChart.Point(x: Double($0), y: $1) }, line: .solid)
      ])
  }

  @Test func chartsStandOneBelowTheOther() throws {
    let (first, second) = (chart([1, 2, 3]), chart([5, 4, 3, 2], name: ""))
    let picture = try Picture(ChartColumn([first, second]).svg(width: 500, height: 300))
    #expect((picture.page.right, picture.page.bottom) == (500, 600))
    #expect(picture.elements.filter { $0.name == "svg" }.count == 1)
    #expect(picture.elements.filter { $0.attributes["transform"] == "translate(0 300)" }.count == 1)
    #expect(picture.elements[2].text.hasSuffix("from 1 to 3. Line chart."), "\(picture.elements[2].text)")
    #expect(ChartColumn([first]).svg() == first.svg())
  }

  /// One value far out leaves the others their room.
  @Test func whatLiesBeyondTheLimitsIsDrawnAtTheEnd() throws {
    var limited = chart([1, 2, 1e6, 2, 1])
    limited.bands = [
      LineChart.Band(name: "", edges: (0..<5).map { .init(x: Double($0), lower: -1e9, upper: 1e9) })
    ]
    limited.verticalLimits = 0...4
    let picture = try Picture(limited.svg(width: 500, height: 300))
    let labels = picture.elements.filter { $0.name == "text" }.map(\.text)
    #expect(labels.contains("4") && !labels.contains { $0.contains("M") || $0.contains("·10") }, "\(labels)")
    let line = try #require(picture.lines.last?.first)
    #expect(line.count == 5)
    #expect(line.map(\.y).min() == line[2].y && line[1].y - line[2].y > 50, "\(line)")
  }

  @Test func aBroadLineIsSeenUnderOthers() {
    var broad = chart([1, 2, 3])
    broad.series[0].line = .broad
    #expect(broad.svg().contains("stroke-width=\"6\" stroke-opacity=\".5\""))
    #expect(!chart([1, 2, 3]).svg().contains("stroke-opacity=\".5\""))
    #expect(!broad.terminalText(columns: 40, rows: 10, color: false).isEmpty)
  }
}
