import Notation

extension LineChart {
  /// The chart as a picture that needs nothing else: no script, no font, no style of the page around it.
  ///
  /// Its ground is transparent; its colours are legible on light and on dark pages and brighter where the reader
  /// prefers dark ones. At most two points a series are written for each column of pixels, its highest and its lowest.
  /// The picture is at least 240 pixels wide, and higher than asked for where the legend would leave no plot.
  public func svg(width: Int = 960, height: Int = 480) -> String {
    let layout = SVGLayout(self, width: width, height: height)
    return drawing(layout).svg(
      width: layout.width, height: layout.height, title: title, description: summary, style: .chart)
  }

  /// All that is drawn.
  func drawing(_ layout: SVGLayout) -> Drawing {
    var drawing = Drawing()
    let legend = legend
    layout.head.draw(in: &drawing) { drawSample(legend[$0].item, at: $1, in: &$2) }
    drawAxes(layout, in: &drawing)
    drawBands(layout.plot, in: &drawing)
    drawMarkers(layout, in: &drawing)
    drawSeries(layout.plot, in: &drawing)
    if isEmpty {
      let middle = Place(layout.plot.left + layout.plot.width / 2, layout.plot.top + layout.plot.height / 2)
      drawing.text(LineChart.noValues, at: middle, size: SVGLayout.subtitleSize, .muted, anchor: .middle)
    }
    return drawing
  }

  /// What the chart shows, for those who do not see it.
  var summary: String {
    var parts = [subtitle, "Line chart."].compactMap(\.self)
    for series in series where !series.name.isEmpty {
      let shown = series.points.lazy.filter { horizontal.shows($0.x) && vertical.shows($0.y) }
      guard let first = shown.first, let last = shown.last else {
        parts.append("\(series.name): no values.")
        continue
      }
      let values = "from \(NumberLabels.single(first.y)) to \(NumberLabels.single(last.y))"
      parts.append("\(series.name): \(shown.count) \(shown.count == 1 ? "value" : "values"), \(values).")
    }
    return parts.joined(separator: " ")
  }

  private func drawAxes(_ layout: SVGLayout, in drawing: inout Drawing) {
    let (plot, size) = (layout.plot, SVGLayout.textSize)
    var (lines, marks, words) = (Drawing(), Drawing(), Drawing())
    for mark in plot.vertical.ticks.marks {
      guard let y = plot.y(mark.value) else { continue }
      lines.rule(Place(plot.left, y), Place(plot.right, y))
      words.text(Ticks.joined(mark), at: Place(plot.left - 8, y + 4), size: size, .muted, anchor: .end)
    }
    marks.rule(Place(plot.left, plot.bottom), Place(plot.right, plot.bottom))
    for label in layout.bottomLabels {
      marks.rule(Place(label.position, plot.bottom), Place(label.position, plot.bottom + 5))
      words.text(label.mark.label, at: Place(label.middle, plot.bottom + 19), size: size, .muted, anchor: .middle)
      guard let context = label.mark.context, let middle = label.contextMiddle else { continue }
      words.text(context, at: Place(middle, plot.bottom + 34), size: size, .muted, anchor: .middle)
    }
    if !horizontal.label.isEmpty {
      let label = TextWidth.shortened(
        TextWidth.oneLine(horizontal.label), to: layout.width - 2 * SVGLayout.margin, width: SVGLayout.width)
      let half = SVGLayout.width(label) / 2
      let middle = max(plot.left + plot.width / 2, SVGLayout.margin + half)
      words.text(
        label, at: Place(min(middle, layout.width - SVGLayout.margin - half), layout.height - 12), size: size, .muted,
        anchor: .middle)
    }
    if !layout.markers.axisLabel.isEmpty {
      let baseline = plot.top - 13 - SVGLayout.rowHeight * Double(layout.markers.axisRow)
      words.text(layout.markers.axisLabel, at: Place(SVGLayout.margin, baseline), size: size, .muted)
    }
    drawing.group("stroke=\"\(Palette.grid.base)\" stroke-opacity=\".25\"", lines)
    drawing.group("stroke=\"\(Palette.grid.base)\"", marks)
    drawing.append(words)
  }

  private func drawMarkers(_ layout: SVGLayout, in drawing: inout Drawing) {
    for flag in layout.markers.flags {
      let baseline = layout.plot.top - 13 - SVGLayout.rowHeight * Double(flag.row ?? 0)
      var rule = Drawing()
      rule.rule(
        Place(flag.x, flag.row == nil ? layout.plot.top : baseline - 10), Place(flag.x, layout.plot.bottom))
      drawing.group("\(SVGInk.muted.attributes) stroke=\"currentColor\"", rule)
      if flag.row != nil {
        drawing.text(
          flag.label, at: Place(flag.edge, baseline), size: SVGLayout.textSize, .title,
          anchor: flag.isLeft ? .end : .start)
      }
    }
  }
}
