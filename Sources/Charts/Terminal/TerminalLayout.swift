import Notation

/// Which row and column of a terminal everything of a chart goes to.
struct TerminalLayout {
  var columns: Int
  var rows: Int
  /// Title and subtitle.
  var head: [String] = []
  var legend: [LegendEntry] = []
  var legendRows: [Range<Int>] = []
  var markers: MarkerRows
  /// The axes in cells: the plot's left and right are columns, its top and bottom rows.
  var plot: Plot
  var bottomLabels: [PlacedLabel]
  var bottomLabel: String
  /// The width of what stands before each name in the legend, with its space.
  var sample: Int

  /// Names in the legend are not cut below so many columns.
  private static let shortestName = 8

  /// The columns of the plot without the axis.
  var plotColumns: Int { columns - plotLeft }
  var plotLeft: Int { Int(plot.left) }
  var plotTop: Int { Int(plot.top) }
  var plotRows: Int { Int(plot.height) + 1 }

  init(_ chart: LineChart, columns: Int, rows: Int, sample: Int) {
    let columns = max(20, columns)
    self.columns = columns
    self.sample = sample
    func width(_ text: String) -> Double { Double(TextWidth.cells(text)) }
    func fitted(_ text: String, _ limit: Int) -> String {
      TextWidth.shortened(TextWidth.oneLine(text), to: Double(limit), width: width)
    }
    // Long names of many lines would leave no room for the lines: they are cut until the legend takes a third at most.
    var longest = columns - sample
    repeat {
      legend = chart.legend.map { LegendEntry(name: fitted($0.name, longest), item: $0.item) }
      legendRows = Placement.rows(
        widths: legend.map { Double(sample) + width($0.name) }, gap: 3, limit: Double(columns))
      longest -= 1
    } while legendRows.count > max(1, rows / 3) && longest >= Self.shortestName
    head = [chart.title, chart.subtitle ?? ""].filter { !$0.isEmpty }.map { fitted($0, columns) }
    bottomLabel = fitted(chart.horizontal.label, columns)

    // The axis itself has a row and its labels one or, with dates, two. What is least needed goes first.
    var fixed = 2
    if case .date = chart.horizontal { fixed = 3 }
    let words = chart.vertical.label.isEmpty && chart.markers.isEmpty ? 0 : 1
    var left = rows - fixed - words - head.count - legendRows.count - (bottomLabel.isEmpty ? 0 : 1)
    if left < 5, head.count > 1 {
      head.removeLast()
      left += 1
    }
    if left < 5, !bottomLabel.isEmpty {
      bottomLabel = ""
      left += 1
    }
    if left < 3 {
      left += head.count
      head = []
    }

    let values = chart.shownRanges()
    let vertical = Scale(chart.vertical, covering: values.vertical, marks: max(3, (left + 1) / 2))
    let labels = vertical.ticks.marks.map { TextWidth.cells(Ticks.joined($0)) }
    let plotLeft = min((labels.max() ?? 0) + 2, columns - 8)
    plot = Plot(
      left: Double(plotLeft), top: 0, width: Double(columns - plotLeft - 1), height: 0,
      horizontal: Scale(chart.horizontal, holding: values.horizontal), vertical: vertical)
    markers = MarkerRows(
      chart, plot: plot,
      metrics: MarkerRows.Metrics(
        width: width, beside: 2, gap: 2, mostRows: left > 8 ? 3 : words, bounds: 0...Double(columns)))
    plot.top = Double(head.count + legendRows.count + markers.count)
    bottomLabels = Placement(
      ends: plot.left...plot.right, bounds: 0...Double(columns), gap: 2, width: width
    ).labels(of: plot.horizontal, atMost: max(2, columns / 10))
    if fixed == 3, bottomLabels.allSatisfy({ $0.mark.context == nil }) {
      fixed = 2
      left += 1
    }
    plot.height = Double(max(3, left + words - markers.count) - 1)
    self.rows = Int(plot.bottom) + 1 + fixed + (bottomLabel.isEmpty ? 0 : 1)
  }
}
