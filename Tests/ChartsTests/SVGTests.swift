import Charts
import TestSupport
import Testing

@Suite struct SVGTests {
  private func chart(
    _ points: [(Double, Double)], line: LineChart.Line? = nil, title: String = "Title", vertical: LineChart.Axis? = nil
  ) -> LineChart {
    LineChart(
      title: title, horizontal: .number(label: "Step"), vertical: vertical ?? .number(label: "Loss"),
      series: [LineChart.Series(name: "run", points: points.map { LineChart.Point(x: $0, y: $1) }, line: line)])
  }

  @Test(
    arguments: [(0, 1, "0"), (0.5, 2, ".5"), (-0.5, 2, "-.5"), (12, 3, "12"), (-1234.5678, 3, "-1234.568")]
      as [(Double, Int, String)])
  func numbersHaveNoZeroBeforeTheirPoint(value: Double, places: Int, text: String) {
    #expect(SVGText.number(value, places: places) == text)
  }

  @Test func wordsAreEscapedAndPicturesSayWhatTheyAre() throws {
    let name = "a < b & \"c\" > d\u{1B}[31m\nnext"
    let svg = LineChart(
      title: name, subtitle: name, horizontal: .number(label: name), vertical: .number(label: name),
      series: [LineChart.Series(name: name, points: [LineChart.Point(x: 0, y: 1), LineChart.Point(x: 1, y: 2)])],
      markers: [LineChart.Marker(x: 0.1, label: name)]
    ).svg()
    let picture = try Picture(svg)
    let plain = "a < b & \"c\" > d [31m next"
    #expect(picture.elements.filter { $0.name == "text" && $0.text == plain }.count == 6)
    #expect(picture.elements[0].attributes["role"] == "img")
    #expect(picture.elements[1].name == "title" && picture.elements[1].text == plain)
    #expect(picture.elements[2].name == "desc" && picture.elements[2].text.hasSuffix("2 values, from 1 to 2."))
    for part in ["<script", "href", "url(", "NaN", "inf"] { #expect(!svg.contains(part)) }
    #expect(svg.contains("prefers-color-scheme:dark"))
    #expect(picture.elements[0].attributes["style"]?.contains("color-scheme:light dark") == true)
  }

  @Test func theSamePictureHasTheSameBytes() {
    let points = (0..<3000).map { (Double($0), Double($0 * 7919 % 1009)) }
    #expect(chart(points).svg() == chart(points).svg())
  }

  @Test func missingValuesLeaveGaps() throws {
    let points: [(Double, Double)] = [
      (0, 1), (1, 2), (2, .nan), (3, 2), (.infinity, 3), (5, 4), (6, 5), (7, -.infinity), (8, 1e200),
    ]
    let picture = try Picture(chart(points).svg())
    #expect(picture.lines.last?.map(\.count) == [2, 2])
    // The value between two gaps is a dot.
    #expect(picture.elements.filter { $0.attributes["d"]?.hasSuffix("h0") == true }.count == 1)
    let logarithmic = chart([(1, 10), (2, 0), (3, -1), (4, 1), (5, 10)], vertical: .logarithmic(label: ""))
    #expect(try Picture(logarithmic.svg()).lines.last?.map(\.count) == [2])
  }

  /// 10,000 values with one peak up and one down: both stay, and nobody waits for the picture to load.
  @Test func thinningKeepsThePeaksAndTheSize() throws {
    var points = (0..<10_000).map { (Double($0), Double($0 * 7919 % 101)) }
    points[3333].1 = 1000
    points[6667].1 = -1000
    for line in [LineChart.Line.solid, .points] {
      let svg = chart(points, line: line).svg()
      #expect(svg.utf8.count < 100_000, "\(line): \(svg.utf8.count)")
      guard line == .solid else { continue }
      let places = try #require(try Picture(svg).lines.last).flatMap(\.self)
      // The marks reach from −1000 to 1000, so the peaks lie on the outermost lines of the grid.
      let grid = try Picture(svg).rules.filter { $0.from.y == $0.to.y }.map(\.from.y)
      #expect(places.map(\.y).min() == grid.min())
      #expect(places.map(\.y).max() == grid.max())
      #expect(places.count <= 2 * 960)
      #expect(zip(places, places.dropFirst()).allSatisfy { $0.x <= $1.x + 0.05 })
    }
  }

  static let sizes = [(240, 160), (320, 400), (480, 300), (960, 480), (1600, 500)]

  /// No words touch others or leave the picture, whatever the axes measure.
  @Test(arguments: sizes) func wordsDoNotOverlap(width: Int, height: Int) throws {
    let ranges: [(Double, Double)] = [
      (0, 1), (-1, 1), (0, 1e12), (-3e-9, 2e-9), (1e12, 1e12 + 3), (-20_000, 170), (3, 3), (1, 500), (0.5, 2e7),
      (7000, 7003), (0, 36_500), (6900, 6900.2),
    ]
    let names = ["training", "a rather long name of a series, longer than some pictures are wide", "測試", "x"]
    for (lower, upper) in ranges {
      for axis in [LineChart.Axis.number(label: "Step"), .logarithmic(label: "Step"), .date(label: "Day")] {
        let points = [LineChart.Point(x: lower, y: lower), LineChart.Point(x: upper, y: upper)]
        let chart = LineChart(
          title: "A title that is long enough to need more than one line in all but the widest of pictures",
          subtitle: "And something else to say", horizontal: axis, vertical: .number(label: "Something measured"),
          series: names.map { LineChart.Series(name: $0, points: points) },
          markers: [0.1, 0.5, 0.52, 0.97].map {
            LineChart.Marker(x: lower + $0 * (upper - lower), label: "where something begins")
          })
        let picture = try Picture(chart.svg(width: width, height: height))
        expectNoOverlap(picture, "\(lower) to \(upper) on \(axis)")
      }
    }
  }

  private func expectNoOverlap(_ picture: Picture, _ what: String) {
    // A tenth of a pixel may go to rounding.
    for (text, box) in picture.texts {
      #expect(box.lies(in: picture.page, slack: 0.1), "\(text) leaves the picture, \(what)")
    }
    #expect(picture.overlaps(slack: 0.1).isEmpty, "\(what)")
  }

  @Test func strangeChartsHaveAPicture() throws {
    let cases: [[(Double, Double)]] = [
      [], [(1, 1)], [(.nan, .nan)], [(5, 0), (5, 1), (5, 2)], [(0, 0), (1, 0)], [(-1e100, -1e100), (1e100, 1e100)],
      [(1e-300, 1e-300), (2e-300, 3e-300)], [(1e12, 1e12), (1e12 + 1e-4, 1e12)], [(3, 1), (1, 2), (2, 3)],
      [(1e99, 1), (-1e99, 2)], [(9e7, 0.1 + 0.2), (-9e7, 0.3)],
    ]
    for points in cases {
      for axis in [LineChart.Axis.number(label: ""), .logarithmic(label: ""), .date(label: "")] {
        var strange = chart(points, vertical: axis)
        for horizontal in [LineChart.Axis.number(label: "x"), .logarithmic(label: "x"), .date(label: "x")] {
          strange.horizontal = horizontal
          strange.bands = [
            LineChart.Band(name: "band", edges: points.map { LineChart.Band.Edge(x: $0.0, lower: $0.1, upper: -$0.1) })
          ]
          let picture = try Picture(strange.svg(width: 0, height: -5))
          #expect(picture.elements.contains { $0.name == "text" && $0.text == "run" })
          #expect(!strange.terminalText(columns: 40, rows: 12, color: true).isEmpty)
          #expect(!strange.terminalText(columns: 0, rows: -1, color: false).isEmpty)
        }
      }
    }
    #expect(
      try Picture(LineChart(title: "", horizontal: .date(label: ""), vertical: .date(label: ""), series: []).svg())
        .elements.contains { $0.text == "no values" })
  }

  @Test func seriesDifferWithoutTheirColors() throws {
    let points = [LineChart.Point(x: 0, y: 0), LineChart.Point(x: 1, y: 1)]
    func looks(_ lines: [LineChart.Line?]) throws -> Int {
      let chart = LineChart(
        title: "", horizontal: .number(label: ""), vertical: .number(label: ""),
        series: lines.map { LineChart.Series(name: "", points: points, line: $0) })
      let paths = try Picture(chart.svg()).elements.filter { $0.attributes["class"]?.hasPrefix("lc-") == true }
        .filter { $0.name == "path" }
      return Set(
        paths.map { path in
          ["stroke-dasharray", "stroke-width", "stroke-linecap"].map { path.attributes[$0] ?? "" }
            + [String((path.attributes["d"] ?? "").suffix(12))]
        }
      ).count
    }
    #expect(try looks(Array(repeating: nil, count: 8)) == 8)
    #expect(try looks(Array(repeating: .solid, count: 4)) == 4)
    #expect(try looks(Array(repeating: .dashed, count: 4)) == 4)
    #expect(try looks(Array(repeating: .points, count: 4)) == 4)
    #expect(try looks([.solid, .dashed, .dotted, .points]) == 4)
  }

  @Test func resultsMayHaveDotsAndLostOnesCrosses() throws {
    let points = [(0.0, 1.0), (1, 2), (.nan, .nan), (2, 3)].map { LineChart.Point(x: $0.0, y: $0.1) }
    let chart = LineChart(
      title: "", horizontal: .number(label: ""), vertical: .number(label: ""),
      series: [
        LineChart.Series(name: "", points: points, line: .solid, hasDots: true),
        LineChart.Series(name: "", points: points, line: .solid, isEmphasised: true, hasDots: true),
        LineChart.Series(name: "", points: points, line: .crosses),
      ])
    let picture = try Picture(chart.svg())
    #expect(picture.lines.map { $0.map(\.count) } == [[2], [2]])
    let paths = picture.elements.compactMap { $0.attributes["d"] }
    #expect(paths.filter { $0.ranges(of: "h0").count == 3 }.count == 2)
    #expect(paths.filter { $0.ranges(of: "m-3-3l6 6m-6 0l6-6").count == 3 }.count == 1)
    let dots = picture.elements.filter { $0.attributes["d"]?.hasSuffix("h0") == true }
    #expect(dots.map { $0.number("stroke-width") } == [5, 8])
  }
}
