extension LineChart {
  private static let bandOpacity = 0.2

  /// Adds the bands, as areas without an outline.
  func drawBands(_ plot: Plot, in drawing: inout Drawing) {
    for index in bands.indices {
      let data = plot.pieces(of: bands[index].edges).map { piece in
        SVGText.path(Thinning.columns(piece.upper))
          + SVGText.path(Thinning.columns(piece.lower).reversed(), isContinued: true) + "Z"
      }.joined()
      if !data.isEmpty { drawing.path(data, areaAttributes(ofBand: index, opacity: LineChart.bandOpacity)) }
    }
  }

  private func areaAttributes(ofBand index: Int, opacity: Double) -> String {
    "\(SVGInk.series(colorIndex(ofBand: index)).attributes) fill=\"currentColor\" fill-opacity=\"\(opacity)\""
  }

  /// Adds the lines and points.
  func drawSeries(_ plot: Plot, in drawing: inout Drawing) {
    let strokes = Stroke.strokes(of: series)
    for index in drawingOrder {
      let pieces = plot.pieces(of: series[index].points)
      let ink = SVGInk.series(colorIndex(ofSeries: index))
      if let symbol = strokes[index].symbol {
        drawSymbols(Thinning.grid(pieces.flatMap(\.self), cell: 1), symbol: symbol, ink: ink, in: &drawing)
        continue
      }
      let width = lineWidth(of: index, stroke: strokes[index], pieces: pieces)
      let lines = pieces.filter { $0.count > 1 }.map { SVGText.path(Thinning.columns($0)) }.joined()
      if !lines.isEmpty { drawing.path(lines, attributes(of: strokes[index], width: width, ink: ink)) }
      if series[index].hasDots {
        drawing.dots(pieces.flatMap(\.self), diameter: series[index].isEmphasised ? 8 : 5, ink: ink)
        continue
      }
      // A value between two gaps has no line to be seen by.
      let single = pieces.filter { $0.count == 1 }.flatMap(\.self)
      if !single.isEmpty { drawSymbols(single, symbol: .circle, ink: ink, in: &drawing) }
    }
  }

  /// Adds what stands before a name in the legend, as it looks in the plot.
  func drawSample(_ item: LegendEntry.Item, at place: Place, in drawing: inout Drawing) {
    switch item {
    case .band(let index):
      // Bands of one colour lie within each other, and the inner ones look as dense as all of them together.
      var opacity = LineChart.bandOpacity
      for other in 0..<index where colorIndex(ofBand: other) == colorIndex(ofBand: index) {
        opacity += (1 - opacity) * LineChart.bandOpacity
      }
      let width = SVGText.number(SVGLayout.sample)
      drawing.path(
        "M\(SVGText.pair(Place(place.x, place.y - 5)))h\(width)v10h-\(width)z",
        areaAttributes(ofBand: index, opacity: (opacity * 100).rounded() / 100))
    case .series(let index):
      let stroke = Stroke.strokes(of: series)[index]
      let ink = SVGInk.series(colorIndex(ofSeries: index))
      if let symbol = stroke.symbol {
        drawSymbols([Place(place.x + SVGLayout.sample / 2, place.y)], symbol: symbol, ink: ink, in: &drawing)
        return
      }
      // The legend shows the full width also of lines that are thin because they are crowded: it must be legible.
      let width = 2 * stroke.weight * (series[index].isEmphasised ? 1.4 : 1)
      drawing.rule(
        place, Place(place.x + SVGLayout.sample, place.y), attributes(of: stroke, width: width, ink: ink))
    }
  }

  /// Lines with more points than columns of pixels would run into one stain at the ordinary width.
  private func lineWidth(of index: Int, stroke: Stroke, pieces: [[Place]]) -> Double {
    let xs = pieces.lazy.joined().map(\.x)
    let isCrowded = Double(xs.count) > max(100, (xs.max() ?? 0) - (xs.min() ?? 0))
    return (isCrowded ? 1.2 : 2) * stroke.weight * (series[index].isEmphasised ? 1.4 : 1)
  }

  private func attributes(of stroke: Stroke, width: Double, ink: SVGInk) -> String {
    let dashes = stroke.dashes.map { SVGText.number($0) }.joined(separator: " ")
    let ends = dashes.isEmpty ? " stroke-linecap=\"round\"" : " stroke-dasharray=\"\(dashes)\""
    let opacity = stroke.opacity == 1 ? "" : "stroke-opacity=\"\(SVGText.number(stroke.opacity))\" "
    return "\(ink.attributes) stroke=\"currentColor\" stroke-width=\"\(SVGText.number(width))\" \(opacity)"
      + "stroke-linejoin=\"round\"\(ends)"
  }

  private func drawSymbols(_ places: [Place], symbol: Stroke.Symbol, ink: SVGInk, in drawing: inout Drawing) {
    // A line of no length with round ends is a disc, in fewer letters than a circle.
    let (shape, attributes) =
      switch symbol {
      case .circle: ("h0", "stroke=\"currentColor\" stroke-width=\"5\" stroke-linecap=\"round\"")
      case .square: ("m-2.5-2.5h5v5h-5z", "fill=\"currentColor\"")
      case .diamond: ("m0-3.5l3.5 3.5-3.5 3.5-3.5-3.5z", "fill=\"currentColor\"")
      case .cross: ("m-3-3l6 6m-6 0l6-6", "stroke=\"currentColor\" stroke-width=\"1.5\"")
      }
    // In a crowd nobody sees the tenths of a pixel.
    let data = (places.count > 2000 ? places.map(\.rounded) : places).map { "M\(SVGText.pair($0))\(shape)" }.joined()
    drawing.path(data, "\(ink.attributes) \(attributes)")
  }
}

extension Drawing {
  /// Adds discs: lines of no length with round ends, in fewer letters than circles.
  mutating func dots(_ places: [Place], diameter: Double, ink: SVGInk) {
    path(
      places.map { "M\(SVGText.pair($0))h0" }.joined(),
      "\(ink.attributes) stroke=\"currentColor\" stroke-width=\"\(SVGText.number(diameter))\" "
        + "stroke-linecap=\"round\"")
  }
}
