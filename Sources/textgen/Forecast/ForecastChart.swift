import Charts
import Forecasting

/// A forecast as a picture: the series, what the network made of each part, and what it expects to come; below it the same
/// of the last rows, so that single rows can be told apart.
struct ForecastChart {
  let table: SeriesTable
  let split: SeriesSplit
  let reading: SeriesReading
  /// Of the rows from T on.
  let predicted: [Double]
  /// Rows past the end, with their intervals.
  let future: [ForecastTable.Forecast]
  let subtitle: String

  /// The picture.
  var svg: String {
    var charts = [chart(of: 0..<table.rowCount)]
    charts[0].title = "\(table.features[0]), each row predicted from \(source)"
    charts[0].subtitle = subtitle
    let end = max(0, table.rowCount - lastRows)..<table.rowCount
    // A picture of nearly the same rows would tell nothing new.
    if 3 * end.count < 2 * (table.rowCount + future.count) {
      var last = chart(of: end)
      last.title = "The last \(end.count) rows" + (future.isEmpty ? "" : " and the forecast")
      // The legend above holds for both.
      for index in last.series.indices { last.series[index].name = "" }
      for index in last.bands.indices { last.bands[index].name = "" }
      charts.append(last)
    }
    return ChartColumn(charts).svg(height: charts.count == 1 ? 480 : 400)
  }

  /// The rows that are shown beside a forecast: about as many as are forecast, so that neither is lost.
  private var lastRows: Int { future.isEmpty ? 120 : min(max(2 * future.count, 40), 200) }

  /// Some rows, up to the end, and the forecast.
  private func chart(of rows: Range<Int>) -> LineChart {
    let (before, test) = (split.steps..<split.testRows.lowerBound, split.testRows)
    var all = [
      LineChart.Series(
        name: table.features[0], points: rows.map { point($0, table.target[$0]) }, line: .broad, colorIndex: 7),
      series(test.isEmpty ? "predicted" : "predicted, before the test", rows: before.clamped(to: rows), color: 5),
    ]
    if !test.isEmpty { all.append(series("predicted, test", rows: test.clamped(to: rows), color: 1)) }
    var bands: [LineChart.Band] = []
    if let end = table.target.last, !future.isEmpty {
      let points =
        [point(table.rowCount - 1, end)] + future.indices.map { point(table.rowCount + $0, future[$0].predicted) }
      all.append(LineChart.Series(name: "forecast", points: points, line: .solid, isEmphasised: true, colorIndex: 0))
      let edges = future.indices.map {
        LineChart.Band.Edge(x: x(table.rowCount + $0), lower: future[$0].lower, upper: future[$0].upper)
      }
      bands = [LineChart.Band(name: "95 % interval", edges: edges, colorIndex: 0)]
    }
    let axis = LineChart.Axis.self
    var chart = LineChart(
      title: "",
      horizontal: table.axis.days == nil ? axis.number(label: "row") : axis.date(label: table.dateColumn ?? ""),
      vertical: axis.number(label: table.features[0]), series: all, bands: bands,
      markers: rows.contains(test.lowerBound) ? [.init(x: x(test.lowerBound), label: "test")] : [])
    chart.verticalLimits = limits(of: rows)
    return chart
  }

  /// The range of the values, and as much again on either side for what is predicted: a runaway bound does not make all
  /// else flat.
  private func limits(of rows: Range<Int>) -> ClosedRange<Double> {
    let values = table.target[rows]
    let (lowest, highest) = (values.min() ?? 0, values.max() ?? 0)
    let room = highest > lowest ? highest - lowest : max(abs(highest), 1)
    return lowest - room...highest + room
  }

  /// What each prediction is made from.
  private var source: String {
    switch reading {
    case .windows(let steps): "the \(steps) before it"
    case .streams: "all rows before it"
    }
  }

  private func series(_ name: String, rows: Range<Int>, color: Int) -> LineChart.Series {
    LineChart.Series(
      name: name, points: rows.map { point($0, predicted[$0 - split.steps]) }, line: .solid, colorIndex: color)
  }

  private func x(_ row: Int) -> Double { table.axis.date(ofRow: row) ?? Double(row + 1) }
  private func point(_ row: Int, _ value: Double) -> LineChart.Point { LineChart.Point(x: x(row), y: value) }
}
