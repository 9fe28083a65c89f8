import Charts
import TestSupport
import Testing

@Suite struct ParallelTests {
  private typealias Line = ParallelCoordinates.Line

  private func chart(_ axes: [ParallelCoordinates.Axis], _ values: [[Double]]) -> ParallelCoordinates {
    ParallelCoordinates(
      title: "Title", axes: axes, lines: values.enumerated().map { Line(name: "trial \($0 + 1)", values: $1) },
      nameWithoutColor: "lost")
  }

  private static let loss = ParallelCoordinates.Axis.measure(.number(label: "loss"))

  /// The lines in the order of drawing: their names, and where they meet the axes, 0 at the bottom and 1 at the top.
  private func drawn(_ chart: ParallelCoordinates) throws -> [(name: String, pieces: [[Double]])] {
    let picture = try Picture(chart.svg())
    let rule = try #require(picture.rules.first { $0.from.x == $0.to.x })
    let (top, bottom) = (rule.from.y, rule.to.y)
    return picture.elements.filter { $0.name == "path" && !$0.text.isEmpty }.map { path in
      let pieces = Picture.places((path.attributes["d"] ?? "").replacing("h0", with: ""))
      return (path.text, pieces.map { $0.map { (($0.y - bottom) / (top - bottom) * 100).rounded() / 100 } })
    }
  }

  @Test func valuesLieWhereTheirAxesSay() throws {
    let chart = chart(
      [
        .measure(.number(label: "whole numbers"), holding: [0, 200]),
        .measure(.number(label: "fractions"), holding: [0, 0.5]),
        .measure(.logarithmic(label: "rate"), holding: [1e-4, 1e-2]),
        .choices(["a", "b", "c"], label: "choices"), .choices(["only"], label: "one choice"), Self.loss,
      ],
      [[50, 0.4, 1e-3, 1, 0, 3], [200, 0, 1e-4, 2, 0, 2], [0, 0.5, 1e-2, 0, 0, 4]])
    let drawn = try drawn(chart)
    // The lowest loss is drawn last.
    let third = [0, 1, 1, 0, 0.5, 1]
    #expect(drawn.map(\.pieces) == [[third], [[0.25, 0.8, 0.5, 0.5, 0.5, 0.5]], [[1, 0, 0, 1, 0.5, 0]]])
    #expect(
      drawn[1].name == "trial 1: whole numbers 50, fractions 0.4, rate 0.001, choices b, one choice only, loss 3")
    let words = try Picture(chart.svg()).texts.map(\.text)
    for word in ["0.001", "a", "b", "c", "only", "trial 2: lowest loss, 2"] { #expect(words.contains(word)) }
  }

  @Test func whatAnAxisCannotShowIsAGap() throws {
    let axes = [
      ParallelCoordinates.Axis.choices(["a", "b"], label: "x"), .measure(.logarithmic(label: "y"), holding: [1, 100]),
      .choices(["a", "b"], label: "z"), Self.loss,
    ]
    let strange: [[Double]] = [
      [0, 0, 1, 1], [0.5, 10, 2, 2], [-1, .nan, .infinity, .nan], [1, 100, 1, .nan], [1, 10, 0, .infinity],
    ]
    // The third line has nothing to show.
    let drawn = try drawn(chart(axes, strange)).map(\.pieces)
    #expect(drawn == [[[1, 1, 1]], [[1, 0.5, 0]], [[0.5], [1]], [[0], [1, 0]]])
  }

  @Test func colorsAreRanks() throws {
    let axes = [ParallelCoordinates.Axis.choices(["a"], label: "x"), Self.loss]
    func classes(_ losses: [Double]) throws -> [String?] {
      try Picture(chart(axes, losses.map { [0, $0] }).svg()).elements.filter { $0.name == "path" && !$0.text.isEmpty }
        .map { $0.attributes["class"] }
    }
    #expect(try classes([1, 1000, 2]) == ["lc-r9", "lc-r5", "lc-r0"])
    #expect(try classes([3]) == ["lc-r0"])
    #expect(try classes([3, 3, 3]) == ["lc-r0", "lc-r0", "lc-r0"])
    #expect(try classes([.nan, 5, .nan, 4]) == ["lc-muted", "lc-muted", "lc-r9", "lc-r0"])
    #expect(try classes([.nan]) == ["lc-muted"])
    #expect(try classes([]).isEmpty)
    let words = try Picture(chart(axes, []).svg()).texts.map(\.text)
    #expect(words.contains("no values") && !words.contains("lost"))
    #expect(try Picture(chart(axes, [[0, .nan]]).svg()).texts.map(\.text).contains("lost"))
  }

  @Test func theBestLineIsTheStrongest() throws {
    let picture = try Picture(chart([Self.loss, Self.loss], (1...40).map { [1, Double($0)] }).svg())
    let lines = picture.elements.filter { $0.name == "path" && !$0.text.isEmpty }
    for attribute in ["stroke-width", "stroke-opacity"] {
      let strengths = lines.map { $0.number(attribute) }
      #expect(strengths == strengths.sorted() && strengths[38] < strengths[39], "\(attribute)")
    }
  }

  @Test func valuesBeyondTheMostStandAtTheTop() throws {
    let axes = [Self.loss, .measure(.number(label: "loss"), most: 4)]
    let drawn = try drawn(chart(axes, [[1, 2], [1, 3], [1, 4], [1, 4e9]]))
    #expect(drawn.map { $0.pieces[0][1] } == [1, 1, 0.5, 0])
    #expect(drawn[0].name == "trial 4: loss 1, loss 4G")
  }

  @Test(arguments: [(240, 160), (400, 300), (960, 480), (1600, 500)]) func wordsDoNotOverlap(
    width: Int, height: Int
  ) throws {
    let long = "a rather long name of an option"
    let names = (1...40).map { "choice \($0)" }
    for count in [2, 3, 5, 9] {
      let kinds: [ParallelCoordinates.Axis] = [
        .measure(.number(label: long), holding: [-1e9, 1e9]), .choices([long, "b"], label: "cell"),
        .measure(.logarithmic(label: "learning-rate"), holding: [1e-6, 30]), .choices(names, label: long),
      ]
      let axes = (0..<count).map { kinds[$0 % kinds.count] }
      let chart = ParallelCoordinates(
        title: long + " " + long, subtitle: long + long, axes: axes,
        lines: [Line(name: long, values: axes.map { _ in 1 }), Line(name: "", values: axes.map { _ in .nan })],
        nameWithoutColor: long)
      let picture = try Picture(chart.svg(width: width, height: height))
      for (text, box) in picture.texts {
        #expect(box.lies(in: picture.page, slack: 0.1), "\(text) leaves the picture of \(count) axes")
      }
      // A tenth of a pixel may go to rounding.
      #expect(picture.overlaps(slack: 0.1).isEmpty, "\(count) axes")
    }
  }

  @Test func wordsAreEscaped() throws {
    let name = "a < b & \"c\" > d\u{1B}[31m\nnext"
    let chart = ParallelCoordinates(
      title: name, subtitle: name, axes: [.choices([name], label: name), .measure(.number(label: name))],
      lines: [Line(name: name, values: [0, 1]), Line(name: name, values: [0, .nan])], nameWithoutColor: name)
    let picture = try Picture(chart.svg(width: 1600))
    let plain = "a < b & \"c\" > d [31m next"
    #expect(picture.elements[1].name == "title" && picture.elements[1].text == plain)
    let labels = picture.elements.filter { $0.name == "text" }.map(\.text)
    #expect(labels.filter { $0 == plain }.count == 6)
    #expect(chart.svg() == chart.svg())
  }
}
