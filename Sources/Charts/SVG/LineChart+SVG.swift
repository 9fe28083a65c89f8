import Notation

extension LineChart {
  /// The chart as a picture that needs nothing else: no script, no font, no style of the page around it.
  ///
  /// Its ground is transparent; its colours are legible on light and on dark pages and brighter where the reader
  /// prefers dark ones. At most two points a series are written for each column of pixels, its highest and its lowest.
  /// The picture is at least 240 pixels wide, and higher than asked for where the legend would leave no plot.
  public func svg(width: Int = 960, height: Int = 480) -> String {
    let layout = SVGLayout(self, width: width, height: height)
    let size = "\(SVGText.number(layout.width))\" height=\"\(SVGText.number(layout.height))"
    var result =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"\(size)\" "
      + "viewBox=\"0 0 \(SVGText.number(layout.width)) \(SVGText.number(layout.height))\" "
      + "font-family=\"system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif\" fill=\"none\" "
      + "style=\"\(SVGInk.colorScheme);max-width:100%;height:auto;font-variant-numeric:tabular-nums\">\n"
    result += "<title>\(Markup.escapedLine(title))</title>\n<desc>\(Markup.escapedLine(summary))</desc>\n"
    result += SVGInk.styleSheet
    result += svgHead(layout) + svgAxes(layout) + svgBands(layout.plot) + svgMarkers(layout) + svgSeries(layout.plot)
    if isEmpty {
      result += SVGText.words(
        LineChart.noValues, x: layout.plot.left + layout.plot.width / 2, y: layout.plot.top + layout.plot.height / 2,
        size: SVGLayout.subtitleSize, ink: .muted, anchor: "middle")
    }
    return result + "</svg>\n"
  }

  /// What the chart shows, for those who do not see it.
  private var summary: String {
    var parts = [subtitle, "Line chart."].compactMap(\.self)
    for series in series {
      let shown = series.points.filter { horizontal.shows($0.x) && vertical.shows($0.y) }
      guard let first = shown.first, let last = shown.last else {
        parts.append("\(series.name): no values.")
        continue
      }
      let values = "from \(NumberLabels.single(first.y)) to \(NumberLabels.single(last.y))"
      parts.append("\(series.name): \(shown.count) \(shown.count == 1 ? "value" : "values"), \(values).")
    }
    return parts.joined(separator: " ")
  }

  private func svgHead(_ layout: SVGLayout) -> String {
    var result = ""
    var baseline = 12 + SVGLayout.titleSize
    for line in layout.titleLines {
      result += SVGText.words(
        line, x: SVGLayout.margin, y: baseline, size: SVGLayout.titleSize, ink: .title, isBold: true)
      baseline += 21
    }
    baseline -= 2
    for line in layout.subtitleLines {
      result += SVGText.words(line, x: SVGLayout.margin, y: baseline, size: SVGLayout.subtitleSize, ink: .muted)
      baseline += 18
    }
    for (row, entries) in layout.legendRows.enumerated() {
      let middle = layout.legendTop + 20 * Double(row) + 10
      var x = SVGLayout.margin
      for entry in layout.legend[entries] {
        result += svgSample(entry.item, x: x, y: middle)
        x += SVGLayout.sample + SVGLayout.sampleGap
        result += SVGText.words(entry.name, x: x, y: middle + 4, size: SVGLayout.textSize, ink: .title)
        x += SVGLayout.width(entry.name) + 20
      }
    }
    return result
  }

  private func svgAxes(_ layout: SVGLayout) -> String {
    let plot = layout.plot
    var lines = ""
    var words = ""
    for mark in plot.vertical.ticks.marks {
      guard let y = plot.y(mark.value) else { continue }
      lines += SVGText.line(plot.left, y, plot.right, y)
      words += SVGText.words(
        Ticks.joined(mark), x: plot.left - 8, y: y + 4, size: SVGLayout.textSize, ink: .muted, anchor: "end")
    }
    var marks = SVGText.line(plot.left, plot.bottom, plot.right, plot.bottom)
    for label in layout.bottomLabels {
      marks += SVGText.line(label.position, plot.bottom, label.position, plot.bottom + 5)
      words += SVGText.words(
        label.mark.label, x: label.middle, y: plot.bottom + 19, size: SVGLayout.textSize, ink: .muted, anchor: "middle")
      guard let context = label.mark.context, let middle = label.contextMiddle else { continue }
      words += SVGText.words(
        context, x: middle, y: plot.bottom + 34, size: SVGLayout.textSize, ink: .muted, anchor: "middle")
    }
    if !horizontal.label.isEmpty {
      let label = TextWidth.shortened(
        TextWidth.oneLine(horizontal.label), to: layout.width - 2 * SVGLayout.margin, width: SVGLayout.width)
      let middle = max(plot.left + plot.width / 2, SVGLayout.margin + SVGLayout.width(label) / 2)
      words += SVGText.words(
        label, x: min(middle, layout.width - SVGLayout.margin - SVGLayout.width(label) / 2), y: layout.height - 12,
        size: SVGLayout.textSize, ink: .muted, anchor: "middle")
    }
    words +=
      layout.markers.axisLabel.isEmpty
      ? ""
      : SVGText.words(
        layout.markers.axisLabel, x: SVGLayout.margin,
        y: plot.top - 13 - SVGLayout.rowHeight * Double(layout.markers.axisRow), size: SVGLayout.textSize, ink: .muted)
    return "<g stroke=\"\(Palette.grid.base)\" stroke-opacity=\".25\">\n\(lines)</g>\n"
      + "<g stroke=\"\(Palette.grid.base)\">\n\(marks)</g>\n" + words
  }

  private func svgMarkers(_ layout: SVGLayout) -> String {
    layout.markers.flags.map { flag in
      let baseline = layout.plot.top - 13 - SVGLayout.rowHeight * Double(flag.row ?? 0)
      let top = flag.row == nil ? layout.plot.top : baseline - 10
      let rule = SVGText.line(flag.x, top, flag.x, layout.plot.bottom)
      let words =
        flag.row == nil
        ? ""
        : SVGText.words(
          flag.label, x: flag.edge, y: baseline, size: SVGLayout.textSize, ink: .title,
          anchor: flag.isLeft ? "end" : "start")
      return "<g class=\"lc-muted\" color=\"\(Palette.mutedInk.base)\" stroke=\"currentColor\">\n\(rule)</g>\n" + words
    }.joined()
  }
}
