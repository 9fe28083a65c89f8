import Foundation
import Inspecting
import Network
import Testing

@Suite struct SeriesRecordTests {
  private static let values: [Double] = (0..<150).map { row in
    let wave = 3 * sin(Double(row) / 9)
    return 10 + wave + Double(row % 5) / 2
  }

  /// Noise of two layers, in which unit 4 of layer 1 follows the value and unit 2 of layer 2 falls with time.
  private func record() -> SeriesRecord {
    var layers = noiseRecord(Self.values.map { _ in "x" }, units: [9, 5]).layers
    for row in Self.values.indices {
      layers[0].values[.cell]?[row][4] = Float(Self.values[row] - 10) / 8
      layers[1].values[.cell]?[row][2] = -Float(row) / 300
    }
    return SeriesRecord(
      target: "level <m>", dates: Self.values.indices.map { "day \($0)" }, values: Self.values,
      predictions: [nil] + Self.values.dropLast().map { $0 }, layers: layers)
  }

  @Test func cellsThatFollowTheSeriesAreFound() throws {
    let search = CellSearch(record())
    let value = try #require(search.found.first { $0.feature == SeriesFeature.value.name })
    #expect(value.layer == 1 && value.unit == 4 && value.correlation > 0.99)
    let time = try #require(search.found.first { $0.feature == SeriesFeature.time.name })
    #expect(time.layer == 2 && time.unit == 2 && time.correlation < -0.99)
    #expect(search.note.contains("14 units over 150 rows"))
  }

  @Test func featuresAreThoseOfTheirNames() {
    let series = [2.0, 5, 3, 4, 1, 0, 6, 9]
    #expect(SeriesFeature.value.values(of: series) == series)
    #expect(SeriesFeature.change.values(of: series) == [0, 3, -2, 1, -3, -1, 6, 3])
    #expect(SeriesFeature.mean.values(of: series)[1] == 3.5 && SeriesFeature.mean.values(of: series)[7] == 4)
    #expect(SeriesFeature.time.values(of: series) == [0, 1, 2, 3, 4, 5, 6, 7])
    #expect(SeriesFeature.allCases.allSatisfy { $0.values(of: []).isEmpty })
  }

  @Test func theJSONHasEveryRow() throws {
    var bytes: [UInt8] = []
    try record().writeJSON { bytes += $0 }
    let object = try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(object["target"] as? String == "level <m>")
    let values = try #require(object["values"] as? [Double])
    // The reader of the test may be off by a last bit.
    #expect(values.count == 150 && zip(values, Self.values).allSatisfy { abs($0 - $1) < 1e-12 })
    let predictions = try #require(object["predictions"] as? [Any])
    #expect(predictions.count == 150 && predictions[0] is NSNull && predictions[1] as? Double == 10)
    let layers = try #require(object["layers"] as? [[String: Any]])
    #expect(layers.map { ($0["cell"] as? [[Double]])?.count } == [150, 150])
    var broken = record()
    broken.predictions[3] = .nan
    #expect(throws: InspectingError.predictionNotFinite(position: 3)) { try broken.writeJSON { _ in } }
  }

  @Test func thePageHasAColumnForEveryRow() throws {
    let html = try TracePage(record(), title: "t").html
    let start = try #require(html.firstRange(of: "<div class=\"series\" id=\"text\">")).upperBound
    let end = try #require(html[start...].firstRange(of: "</div>")).lowerBound
    let columns = html[start..<end].split(separator: "<span").map(String.init)
    #expect(columns.count == 150)
    #expect(columns[7].contains("title=\"day 7: level &lt;m&gt; "), "\(columns[7])")
    #expect(columns[7].contains(", predicted ") && !columns[0].contains("predicted"))
    let least = try #require(Self.values.indices.min { Self.values[$0] < Self.values[$1] })
    #expect(columns[least].contains("--value:0%"))
    #expect(html.contains("Cells that follow the series") && html.contains("150 rows, 14 cells"))
  }
}
