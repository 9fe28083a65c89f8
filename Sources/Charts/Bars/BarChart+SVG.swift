import Notation

extension BarChart {
  private static let bar = 14.0
  private static let rowGap = 7.0
  private static let sectionGap = 18.0
  private static let nameGap = 10.0

  /// The chart as a picture that needs nothing else, as a `LineChart` makes one, as high as its rows need.
  public func svg(width: Int = 800) -> String {
    let width = Double(max(360, width))
    let names = series.count > 1 ? series : []
    let head = SVGHead(title: title, subtitle: subtitle, names: names, width: width - 2 * SVGLayout.margin)
    var drawing = Drawing()
    head.draw(in: &drawing) { name, place, drawing in
      drawing.rectangle(Place(place.x, place.y - 5), width: SVGLayout.sample, height: 10, .series(name))
    }
    // The names are given at most two fifths of the picture.
    let longest = sections.flatMap(\.rows).map { SVGLayout.width($0.name) }.max() ?? 0
    let left = SVGLayout.margin + min(longest, 0.4 * width) + Self.nameGap
    var top = head.bottom
    for section in sections {
      top += Self.sectionGap
      drawing.text(
        section.title, at: Place(SVGLayout.margin, top + 10), size: SVGLayout.subtitleSize, .title, isBold: true)
      top += 22
      let words = section.rows.flatMap(\.values).map { SVGLayout.width(section.words($0)) }
      let room = width - SVGLayout.margin - left - 6 - (words.max() ?? 0)
      let largest = section.rows.flatMap(\.values).filter(\.isFinite).max() ?? 0
      for row in section.rows {
        let height = Self.bar * Double(series.count)
        let name = TextWidth.shortened(row.name, to: left - SVGLayout.margin - Self.nameGap, width: SVGLayout.width)
        drawing.text(
          name, at: Place(left - Self.nameGap, top + height / 2 + 4), size: SVGLayout.textSize, .muted, anchor: .end)
        for (index, value) in row.values.enumerated() {
          let y = top + Self.bar * Double(index)
          let length = largest > 0 && value.isFinite ? max(0, value) / largest * room : 0
          let title = "\(series[index]), \(row.name): \(section.words(value))"
          drawing.rectangle(
            Place(left, y + 1), width: max(length, 1), height: Self.bar - 2, .series(index), title: title)
          drawing.text(
            section.words(value), at: Place(left + max(length, 1) + 6, y + Self.bar - 3), size: SVGLayout.textSize,
            .title)
        }
        top += height + Self.rowGap
      }
    }
    return drawing.svg(width: width, height: top + 10, title: title, description: summary, style: .chart)
  }

  /// What the chart shows, for those who do not see it.
  private var summary: String {
    let sections = sections.map { section in
      let rows = section.rows.map { "\($0.name) \($0.values.map(section.words).joined(separator: " and "))" }
      return "\(section.title): \(rows.joined(separator: ", "))."
    }
    return ([subtitle, "Bar chart."].compactMap(\.self) + sections).joined(separator: " ")
  }
}

extension BarChart.Section {
  /// A value with its unit.
  fileprivate func words(_ value: Double) -> String {
    value.isFinite ? NumberFormat.fixed(value, places: places) + unit : "–"
  }
}

extension Drawing {
  /// Adds a filled rectangle whose upper left corner is at a place.
  fileprivate mutating func rectangle(
    _ corner: Place, width: Double, height: Double, _ ink: SVGInk, title: String? = nil
  ) {
    add(
      "rect",
      [
        ink.attributes, "x=\"\(SVGText.number(corner.x))\"", "y=\"\(SVGText.number(corner.y))\"",
        "width=\"\(SVGText.number(width))\"", "height=\"\(SVGText.number(height))\"", "fill=\"currentColor\"",
      ], content: title.map { "<title>\(Markup.escapedLine($0))</title>" })
  }
}
