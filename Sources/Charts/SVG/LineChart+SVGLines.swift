extension LineChart {
  private static let bandOpacity = 0.2

  /// The bands, as areas without an outline.
  func svgBands(_ plot: Plot) -> String {
    bands.indices.map { index in
      let data = plot.pieces(of: bands[index].edges).map { piece in
        SVGText.path(Thinning.columns(piece.upper))
          + SVGText.path(Thinning.columns(piece.lower).reversed(), isContinued: true) + "Z"
      }.joined()
      guard !data.isEmpty else { return "" }
      let ink = SVGInk.series(colorIndex(ofBand: index)).attributes
      return "<path \(ink) fill=\"currentColor\" fill-opacity=\"\(LineChart.bandOpacity)\" d=\"\(data)\"/>\n"
    }.joined()
  }

  /// The lines and points.
  func svgSeries(_ plot: Plot) -> String {
    let strokes = Stroke.strokes(of: series)
    return drawingOrder.map { index in
      let pieces = plot.pieces(of: series[index].points)
      let ink = SVGInk.series(colorIndex(ofSeries: index))
      let width = lineWidth(of: index, stroke: strokes[index], pieces: pieces)
      if let symbol = strokes[index].symbol {
        return svgSymbols(Thinning.grid(pieces.flatMap(\.self), cell: 1), symbol: symbol, ink: ink)
      }
      let lines = pieces.filter { $0.count > 1 }.map { SVGText.path(Thinning.columns($0)) }.joined()
      // A value between two gaps has no line to be seen by.
      let single = pieces.filter { $0.count == 1 }.flatMap(\.self)
      return (lines.isEmpty ? "" : "<path \(svgStroke(strokes[index], width: width, ink: ink)) d=\"\(lines)\"/>\n")
        + (single.isEmpty ? "" : svgSymbols(single, symbol: .circle, ink: ink))
    }.joined()
  }

  /// What stands before a name in the legend, as it looks in the plot.
  func svgSample(_ item: LegendEntry.Item, x: Double, y: Double) -> String {
    switch item {
    case .band(let index):
      let ink = SVGInk.series(colorIndex(ofBand: index)).attributes
      // Bands of one colour lie within each other, and the inner ones look as dense as all of them together.
      var opacity = LineChart.bandOpacity
      for other in 0..<index where colorIndex(ofBand: other) == colorIndex(ofBand: index) {
        opacity += (1 - opacity) * LineChart.bandOpacity
      }
      return
        "<path \(ink) fill=\"currentColor\" fill-opacity=\"\((opacity * 100).rounded() / 100)\" d=\"M\(SVGText.number(x)) \(SVGText.number(y - 5))"
        + "h\(SVGText.number(SVGLayout.sample))v10h-\(SVGText.number(SVGLayout.sample))z\"/>\n"
    case .series(let index):
      let stroke = Stroke.strokes(of: series)[index]
      let ink = SVGInk.series(colorIndex(ofSeries: index))
      if let symbol = stroke.symbol {
        return svgSymbols([Plot.Place(x: x + SVGLayout.sample / 2, y: y)], symbol: symbol, ink: ink)
      }
      // The legend shows the full width also of lines that are thin because they are crowded: it must be legible.
      let width = 2 * stroke.weight * (series[index].isEmphasised ? 1.4 : 1)
      return SVGText.line(x, y, x + SVGLayout.sample, y, svgStroke(stroke, width: width, ink: ink))
    }
  }

  /// Lines with more points than columns of pixels would run into one stain at the ordinary width.
  private func lineWidth(of index: Int, stroke: Stroke, pieces: [[Plot.Place]]) -> Double {
    let xs = pieces.lazy.joined().map(\.x)
    let isCrowded = Double(xs.count) > max(100, (xs.max() ?? 0) - (xs.min() ?? 0))
    return (isCrowded ? 1.2 : 2) * stroke.weight * (series[index].isEmphasised ? 1.4 : 1)
  }

  private func svgStroke(_ stroke: Stroke, width: Double, ink: SVGInk) -> String {
    let dashes = stroke.dashes.map { SVGText.number($0) }.joined(separator: " ")
    let ends = dashes.isEmpty ? " stroke-linecap=\"round\"" : " stroke-dasharray=\"\(dashes)\""
    return "\(ink.attributes) stroke=\"currentColor\" stroke-width=\"\(SVGText.number(width))\" "
      + "stroke-linejoin=\"round\"\(ends)"
  }

  private func svgSymbols(_ places: [Plot.Place], symbol: Stroke.Symbol, ink: SVGInk) -> String {
    // A line of no length with round ends is a disc, in fewer letters than a circle.
    let (shape, attributes) =
      switch symbol {
      case .circle: ("h0", "stroke=\"currentColor\" stroke-width=\"5\" stroke-linecap=\"round\"")
      case .square: ("m-2.5-2.5h5v5h-5z", "fill=\"currentColor\"")
      case .diamond: ("m0-3.5l3.5 3.5-3.5 3.5-3.5-3.5z", "fill=\"currentColor\"")
      case .cross: ("m-3-3l6 6m-6 0l6-6", "stroke=\"currentColor\" stroke-width=\"1.5\"")
      }
    // In a crowd nobody sees the tenths of a pixel.
    let data = (places.count > 2000 ? places.map(\.rounded) : places).map {
      "M\(SVGText.number($0.x)) \(SVGText.number($0.y))\(shape)"
    }.joined()
    return "<path \(ink.attributes) \(attributes) d=\"\(data)\"/>\n"
  }
}
