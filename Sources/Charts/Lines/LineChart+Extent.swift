import Notation

extension LineChart {
  /// The horizontal and vertical values of all that can be shown, which decide where the axes end.
  func shownValues() -> (horizontal: [Double], vertical: [Double]) {
    var xs: [Double] = []
    var ys: [Double] = []
    for point in series.lazy.flatMap(\.points) where horizontal.shows(point.x) && vertical.shows(point.y) {
      xs.append(point.x)
      ys.append(point.y)
    }
    for edge in bands.lazy.flatMap(\.edges) where horizontal.shows(edge.x) {
      guard vertical.shows(edge.lower), vertical.shows(edge.upper) else { continue }
      xs.append(edge.x)
      ys += [edge.lower, edge.upper]
    }
    // A marker alone says nothing about where the data lie, but it should be seen beside them.
    xs += markers.map(\.x).filter(horizontal.shows)
    if let limits = verticalLimits { ys = ys.map { min(max($0, limits.lowerBound), limits.upperBound) } }
    return (xs, ys)
  }

  /// Whether there is nothing to draw.
  var isEmpty: Bool { shownValues().vertical.isEmpty }

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
