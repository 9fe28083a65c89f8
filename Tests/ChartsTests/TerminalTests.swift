import Notation
import Charts
import Testing

@Suite struct TerminalTests {
  private func line(_ name: String, _ ys: [Double], _ line: LineChart.Line? = nil) -> LineChart.Series {
    LineChart.Series(name: name, points: ys.enumerated().map { LineChart.Point(x: Double($0), y: $1) }, line: line)
  }

  @Test func smallChart() {
    let chart = LineChart(
      title: "Loss", horizontal: .number(label: "Step"), vertical: .number(label: "nats"),
      series: [line("train", [4, 2, 1, 0.5, 0.25]), line("test", [4, 3, 2.5, 2, 2])],
      markers: [LineChart.Marker(x: 2, label: "half")])
    let text = chart.terminalText(columns: 40, rows: 12, color: false)
    #expect(
      text == """
        Loss
        A train   B test
        nats                 ┊ half
        4 ┤⠙⠲⣢⠤⣀⡀            ┊
          │   ⠑⠢⣈⠉⠒⠢⠤⠤⣀⣀⣀    ┊
          │      A⠢⣀     ⠉⠉⠉⠒B⠒⠤⠤⠤⣀⣀⣀
        2 ┤         ⠉⠒⠒⠤⠤⣀⣀  ┊       ⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉
          │                ⠉⠉⠒⠒⠤⠤⠤⣀⣀⣀
        0 ┤                  ┊       ⠉⠉⠉⠉A⠒⠒⠒⠢⠤⠤
          └┬─────────────────┬─────────────────┬
           0                 2                 4
                           Step
        """)
  }

  static let sizes = [(40, 10), (41, 17), (60, 15), (80, 24), (133, 40)]

  @Test(arguments: sizes) func linesFit(columns: Int, rows: Int) {
    let wide = LineChart(
      title: "A title that is longer than the narrowest of terminals", subtitle: "測試測試測試測試測試測試測試測試測試測試測試測試",
      horizontal: .date(label: "Day"), vertical: .number(label: "Something measured in units with a long name"),
      series: [
        line("one of several series", [1e12, 1e12 + 3]), line("測試", [1e12 + 1, .nan, 1e12]), line("c", [], .points),
      ],
      bands: [
        LineChart.Band(
          name: "interval",
          edges: [.init(x: 0, lower: 1e12, upper: 1e12 + 1), .init(x: 1, lower: 1e12 + 1, upper: 1e12 + 3)])
      ],
      markers: [LineChart.Marker(x: 0.1, label: "here"), LineChart.Marker(x: 1.9, label: "and here")])
    for color in [false, true] {
      let text = wide.terminalText(columns: columns, rows: rows, color: color)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { withoutColors(String($0)) }
      for line in lines { #expect(TextWidth.cells(line) <= columns, "\(line)") }
      #expect(rows < 15 || lines.count == rows)
      #expect(lines.contains { TextWidth.cells($0) == columns })
      #expect(lines.allSatisfy { $0.last != " " })
      #expect(text.contains("\u{1B}") == color)
    }
  }

  @Test(arguments: [(60, 24), (60, 12), (80, 24), (40, 15)])
  func longNamesLeaveTwoThirdsToTheLines(columns: Int, rows: Int) {
    let names = (1...8).map { "\($0) with a name that says all that was chosen for this training" }
    for count in [3, 8] {
      let chart = LineChart(
        title: "Runs", horizontal: .number(label: "step"), vertical: .number(label: "loss"),
        series: names.prefix(count).map { line($0, [3, 2]) })
      let text = chart.terminalText(columns: columns, rows: rows, color: false)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count == rows)
      #expect(lines.filter { $0.contains(" with") }.count <= rows / 3, "\(text)")
      for name in names.prefix(count) { #expect(text.contains(name.prefix(5)), "\(name) in \(text)") }
    }
  }

  private func withoutColors(_ line: String) -> String {
    line.split(separator: "\u{1B}", omittingEmptySubsequences: false).enumerated().map { index, part in
      index == 0 ? String(part) : String(part.drop { $0 != "m" }.dropFirst())
    }.joined()
  }

  @Test func controlCharactersDoNotReachTheTerminal() {
    let chart = LineChart(
      title: "a\u{1B}[2Jb", horizontal: .number(label: "\u{7}"), vertical: .number(label: "x\ny"),
      series: [line("\u{9B}31m", [1, 2])])
    let text = chart.terminalText(columns: 40, rows: 12, color: false)
    #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count == 12)
  }
}
