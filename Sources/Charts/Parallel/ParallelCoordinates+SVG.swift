import Notation

extension ParallelCoordinates {
  /// The chart as a picture that needs nothing else, as a `LineChart` makes one; a browser names the line that is
  /// pointed at.
  public func svg(width: Int = 960, height: Int = 480) -> String {
    let last = axes.count - 1
    let scale = ParallelScale(axes[last], values: lines.map { $0.values[last] })
    let ranks = ParallelRanks(lines, on: scale)
    let best = ranks.best.map { "\($0.name): lowest \(axes[last].label), \(scale.words($0.values[last]))" }
    let others = ranks.countWithoutColor == 0 ? nil : nameWithoutColor
    let layout = ParallelLayout(self, names: [best, others].compactMap(\.self), width: width, height: height)

    var drawing = Drawing()
    layout.head.draw(in: &drawing) { name, place, drawing in
      let end = Place(place.x + SVGLayout.sample, place.y)
      let isBest = best != nil && name == 0
      drawing.rule(place, end, isBest ? Self.attributes(color: 0, isBest: true) : Self.attributesWithoutColor)
    }
    drawAxes(layout, ranks, in: &drawing)
    for (index, ranked) in ranks.lines.enumerated() {
      draw(ranked, layout, isBest: best != nil && index == lines.count - 1, in: &drawing)
    }
    drawWords(layout, in: &drawing)
    if lines.isEmpty {
      let middle = Place(layout.width / 2, (layout.top + layout.bottom) / 2)
      drawing.text(LineChart.noValues, at: middle, size: SVGLayout.subtitleSize, .muted, anchor: .middle)
    }
    let names = axes.map(\.label).joined(separator: ", ")
    let summary = [subtitle, "Parallel coordinates of \(lines.count) lines across \(names).", best.map { $0 + "." }]
    return drawing.svg(
      width: layout.width, height: layout.height, title: title,
      description: summary.compactMap(\.self).joined(separator: " "), style: .rampChart)
  }

  private func draw(
    _ ranked: ParallelRanks.Ranked, _ layout: ParallelLayout, isBest: Bool, in drawing: inout Drawing
  ) {
    let line = ranked.line
    let pieces = layout.pieces(of: line)
    let attributes = ranked.color.map { Self.attributes(color: $0, isBest: isBest) } ?? Self.attributesWithoutColor
    let values = zip(axes, zip(layout.columns, line.values)).filter { !$1.1.isNaN }.map { axis, place in
      "\(axis.label) \(place.0.scale.words(place.1))"
    }
    // A value between two gaps has no line to be seen by: one of no length has round ends.
    let data = pieces.map { SVGText.path($0) + ($0.count == 1 ? "h0" : "") }.joined()
    if data.isEmpty { return }
    drawing.add(
      "path", [attributes, "stroke-linejoin=\"round\"", "d=\"\(data)\""],
      content: "<title>\(Markup.escapedLine("\(line.name): \(values.joined(separator: ", "))"))</title>")
    guard isBest else { return }
    drawing.dots(pieces.flatMap(\.self), diameter: 8, ink: .ramp(0))
  }

  private static func attributes(color: Double, isBest: Bool) -> String {
    let width = isBest ? 3.4 : 2 - color
    let opacity = isBest ? 1 : 0.9 - 0.4 * color
    return "\(SVGInk.ramp(color).attributes) stroke=\"currentColor\" stroke-width=\"\(SVGText.number(width))\" "
      + "stroke-linecap=\"round\" stroke-opacity=\"\(SVGText.number(opacity, places: 2))\""
  }

  private static var attributesWithoutColor: String {
    "\(SVGInk.muted.attributes) stroke=\"currentColor\" stroke-width=\"1.2\" stroke-dasharray=\"4 4\""
  }

  private func drawAxes(_ layout: ParallelLayout, _ ranks: ParallelRanks, in drawing: inout Drawing) {
    var marks = Drawing()
    for column in layout.columns {
      marks.rule(Place(column.x, layout.top), Place(column.x, layout.bottom))
      for mark in column.marks {
        guard let y = column.scale.fraction(mark.value).map(layout.y) else { continue }
        marks.rule(Place(column.x - 4, y), Place(column.x, y))
      }
    }
    drawing.group("stroke=\"\(Palette.grid.base)\"", marks)
    guard let last = layout.columns.last else { return }
    // The strip of colours is the legend of all lines.
    let width = SVGText.number(ParallelLayout.strip - 1)
    for (ends, color) in ranks.strip {
      let (bottom, top) = (layout.y(ends.lowerBound), layout.y(ends.upperBound))
      drawing.path(
        "M\(SVGText.pair(Place(last.x + 1, bottom)))h\(width)V\(SVGText.number(top))h-\(width)z",
        "\(SVGInk.ramp(color).attributes) fill=\"currentColor\"")
    }
  }

  /// Adds the words of the axes, each upon a soft ground, because lines run below them.
  private func drawWords(_ layout: ParallelLayout, in drawing: inout Drawing) {
    var words = Drawing()
    let size = SVGLayout.textSize
    for (index, column) in layout.columns.enumerated() {
      let row = Double(index % layout.nameRows)
      words.text(
        column.name, at: Place(column.nameMiddle, layout.top - 14 - SVGLayout.rowHeight * row), size: size, .title,
        anchor: .middle)
      let isLast = index == layout.columns.count - 1
      let limit = index == 0 || isLast ? layout.width / 4 : layout.labelLimit
      for mark in column.marks {
        guard let y = column.scale.fraction(mark.value).map(layout.y) else { continue }
        let label = TextWidth.shortened(TextWidth.oneLine(mark.label), to: limit, width: SVGLayout.width)
        // Where axes are very close, there is no room for labels.
        if label.isEmpty { continue }
        let x = isLast ? column.x + ParallelLayout.strip + 6 : column.x - 8
        words.text(label, at: Place(x, y + 4), size: size, .title, anchor: isLast ? .start : .end)
      }
    }
    drawing.group(
      "class=\"lc-under\" stroke=\"\(Palette.page.base)\" stroke-opacity=\".85\" stroke-width=\"4\" "
        + "stroke-linejoin=\"round\" paint-order=\"stroke\"", words)
  }
}
