/// Charts one below the other in one picture, such as a whole series and its end.
public struct ChartColumn: Hashable, Sendable {
  /// The charts, from top to bottom.
  public var charts: [LineChart]

  /// A column of charts.
  public init(_ charts: [LineChart]) { self.charts = charts }

  /// The charts as one picture, which is called as the first of them; see `LineChart.svg`.
  ///
  /// - width: of the picture.
  /// - height: of each chart.
  public func svg(width: Int = 960, height: Int = 480) -> String {
    var drawing = Drawing()
    var (right, bottom) = (0.0, 0.0)
    for chart in charts {
      let layout = SVGLayout(chart, width: width, height: height)
      if bottom == 0 {
        drawing.append(chart.drawing(layout))
      } else {
        drawing.group("transform=\"translate(0 \(SVGText.number(bottom)))\"", chart.drawing(layout))
      }
      right = max(right, layout.width)
      bottom += layout.height
    }
    return drawing.svg(
      width: right, height: bottom, title: charts.first?.title ?? "",
      description: charts.map(\.summary).joined(separator: " "), style: .chart)
  }
}
