import Charts
import Forecasting

/// A forecast as a picture: the series, what the network made of each part, and what it expects to come.
struct ForecastChart {
  let table: SeriesTable
  let split: SeriesSplit
  let reading: SeriesReading
  /// Of the rows from T on.
  let predicted: [Double]
  /// Rows past the end, with their intervals.
  let future: [ForecastTable.Forecast]
  let subtitle: String

  var chart: LineChart {
    let training = series(
      split.testRows.isEmpty ? "predicted" : "predicted, before the test",
      rows: split.steps..<split.testRows.lowerBound, color: 5)
    let test = series("predicted, test", rows: split.testRows, color: 1)
    var all = [
      LineChart.Series(
        name: table.features[0], points: table.target.indices.map { point($0, table.target[$0]) }, line: .solid,
        colorIndex: 7), training,
    ]
    if !split.testRows.isEmpty { all.append(test) }
    var bands: [LineChart.Band] = []
    if let end = table.target.last, !future.isEmpty {
      let last = table.rowCount - 1
      let points = [point(last, end)] + future.indices.map { point(table.rowCount + $0, future[$0].predicted) }
      all.append(LineChart.Series(name: "forecast", points: points, line: .solid, isEmphasised: true, colorIndex: 0))
      let edges = future.indices.map {
        LineChart.Band.Edge(x: x(table.rowCount + $0), lower: future[$0].lower, upper: future[$0].upper)
      }
      bands = [LineChart.Band(name: "95 % interval", edges: edges, colorIndex: 0)]
    }
    let axis = LineChart.Axis.self
    return LineChart(
      title: "\(table.features[0]), each row predicted from \(source)", subtitle: subtitle,
      horizontal: table.axis.days == nil ? axis.number(label: "row") : axis.date(label: table.dateColumn ?? ""),
      vertical: axis.number(label: table.features[0]), series: all, bands: bands,
      markers: split.testRows.isEmpty ? [] : [.init(x: x(split.testRows.lowerBound), label: "test")])
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
