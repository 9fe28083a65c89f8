import Notation

extension LineChart {
  /// The ranges of all that can be shown, which decide where the axes end; nil where there is nothing.
  func shownRanges() -> (horizontal: ClosedRange<Double>?, vertical: ClosedRange<Double>?) {
    var (xs, ys) = (Extent(), Extent())
    for series in series {
      for point in series.points where horizontal.shows(point.x) && vertical.shows(point.y) {
        xs.add(point.x)
        ys.add(point.y)
      }
    }
    for edge in bands.lazy.flatMap(\.edges) where horizontal.shows(edge.x) {
      guard vertical.shows(edge.lower), vertical.shows(edge.upper) else { continue }
      xs.add(edge.x)
      ys.add(edge.lower)
      ys.add(edge.upper)
    }
    // A marker alone says nothing about where the data lie, but it should be seen beside them.
    for marker in markers where horizontal.shows(marker.x) { xs.add(marker.x) }
    let shown = ys.range.map { range in
      guard let limits = verticalLimits else { return range }
      return limits.nearest(to: range.lowerBound)...limits.nearest(to: range.upperBound)
    }
    return (xs.range, shown)
  }

  /// Whether there is nothing to draw.
  var isEmpty: Bool { shownRanges().vertical == nil }

  /// What an empty plot says.
  static let noValues = "no values"

  /// The palette's place of a series' colour.
  func colorIndex(ofSeries index: Int) -> Int { series[index].colorIndex ?? index }

  /// The palette's place of a band's colour.
  func colorIndex(ofBand index: Int) -> Int {
    bands[index].colorIndex ?? (series.isEmpty ? index : colorIndex(ofSeries: series.count - 1))
  }

  /// The places of the series in the order of drawing: what is emphasised lies above.
  var drawingOrder: [Int] {
    series.indices.filter { !series[$0].isEmphasised } + series.indices.filter { series[$0].isEmphasised }
  }

  /// What stands in the legend: all that has a name.
  var legend: [LegendEntry] {
    series.indices.filter { !series[$0].name.isEmpty }
      .map { LegendEntry(name: TextWidth.oneLine(series[$0].name), item: .series($0)) }
      + bands.indices.filter { !bands[$0].name.isEmpty }
      .map { LegendEntry(name: TextWidth.oneLine(bands[$0].name), item: .band($0)) }
  }
}

/// The least and the largest of some values.
struct Extent {
  /// Nil of no values.
  private(set) var range: ClosedRange<Double>?

  /// Adds a value, which is a number.
  mutating func add(_ value: Double) {
    guard let range else {
      self.range = value...value
      return
    }
    if value < range.lowerBound { self.range = value...range.upperBound }
    if value > range.upperBound { self.range = range.lowerBound...value }
  }
}

extension ClosedRange<Double> {
  /// The value itself, or the end that it lies beyond.
  fileprivate func nearest(to value: Double) -> Double { Swift.min(Swift.max(value, lowerBound), upperBound) }
}

/// One name of a legend and what it belongs to.
struct LegendEntry {
  enum Item {
    case series(Int)
    case band(Int)
  }

  var name: String
  var item: Item
}

extension LineChart.Series {
  /// Whether no line runs from point to point.
  var isUnconnected: Bool { line == .points || line == .crosses }
}

extension LineChart.Axis {
  /// Whether a value has a place on the axis.
  func shows(_ value: Double) -> Bool {
    switch self {
    case .number: value.magnitude <= Ticks.limit
    case .logarithmic: value >= 1 / Ticks.limit && value <= Ticks.limit
    case .date: value.magnitude <= Ticks.dateLimit - 1000
    }
  }
}
