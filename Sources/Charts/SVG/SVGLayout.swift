import Notation

/// Where everything of a picture goes, from top to bottom: title, legend, words of the axis and markers, plot, labels.
struct SVGLayout {
  static let titleSize = 16.0
  static let subtitleSize = 13.0
  static let textSize = 12.0
  static let margin = 16.0
  /// The height of a line of words above the plot.
  static let rowHeight = 18.0
  /// The line drawn before a name in the legend, and the space after it.
  static let sample = 28.0
  static let sampleGap = 7.0

  var width: Double
  var height: Double
  var head: SVGHead
  var markers: MarkerRows
  var plot: Plot
  var bottomLabels: [PlacedLabel]

  init(_ chart: LineChart, width: Int, height: Int) {
    self.width = Double(max(240, width))
    let inner = self.width - 2 * SVGLayout.margin
    head = SVGHead(title: chart.title, subtitle: chart.subtitle, names: chart.legend.map(\.name), width: inner)
    let top = head.bottom

    let values = chart.shownRanges()
    let horizontal = Scale(chart.horizontal, holding: values.horizontal)
    var bottom = chart.horizontal.label.isEmpty ? 30.0 : 49

    // The marks to the left decide the width of the plot, which decides how many lines of words lie above it.
    let roughHeight = max(90, Double(height) - top - bottom - 30)
    let vertical = Scale(chart.vertical, covering: values.vertical, marks: max(4, Int(roughHeight / 48)))
    let labels = vertical.ticks.marks.map { SVGLayout.width(Ticks.joined($0)) }
    let left = min(SVGLayout.margin + (labels.max() ?? 0) + 8, self.width - 96)
    plot = Plot(
      left: left, top: 0, width: self.width - left - SVGLayout.margin - 6, height: 0, horizontal: horizontal,
      vertical: vertical)

    bottomLabels = Placement(
      ends: plot.left...plot.right, bounds: 4...self.width - 4, gap: 14, width: SVGLayout.width
    ).labels(of: horizontal, atMost: max(2, Int(plot.width / SVGLayout.tickDistance(chart.horizontal))))
    if bottomLabels.contains(where: { $0.mark.context != nil }) { bottom += 15 }

    markers = MarkerRows(
      chart, plot: plot,
      metrics: MarkerRows.Metrics(
        width: SVGLayout.width, beside: 5, gap: 8, mostRows: 4, bounds: SVGLayout.margin...plot.right + 6))
    plot.top = top + 12 + SVGLayout.rowHeight * Double(markers.count)
    self.height = max(Double(height), plot.top + 110 + bottom)
    plot.height = self.height - plot.top - bottom
  }

  /// The mean distance of labels below which an axis looks crowded; the powers of ten and what lies between them are
  /// unevenly spread, and are best all there.
  private static func tickDistance(_ axis: LineChart.Axis) -> Double {
    if case .logarithmic = axis { 60 } else { 105 }
  }

  /// The width of words of the ordinary size.
  static func width(_ text: String) -> Double { TextWidth.pixels(text, size: textSize) }
}

extension Ticks {
  /// Label and context in one line, where there is no second one.
  static func joined(_ mark: Mark) -> String { mark.label + (mark.context.map { " " + $0 } ?? "") }
}
