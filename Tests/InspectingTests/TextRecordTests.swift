import Inspecting
import Network
import Notation
import Testing

@Suite struct TextRecordTests {
  private var record: TextRecord {
    var record = plantedRecord(["a", "\n", "\t", "\"", "</script>", "é", "👩‍👩‍👧", "\u{0}"])
    record.predictions = [nil, 0.5, 0.123456, 1e-9, 1, 0, 0.25, 0.75]
    record.layers[1].values[.inputGate] = nil
    record.layers[1].isReversed = true
    return record
  }

  @Test func jsonComesBackRounded() throws {
    let read = try TextRecord(json: record.json())
    #expect(read.characters == record.characters)
    #expect(read.predictions == [nil, 0.5, 0.1235, 1e-9, 1, 0, 0.25, 0.75])
    #expect(read.layers.map(\.units) == [11, 7])
    #expect(read.layers[1].values[.inputGate] == nil && read.layers[1].isReversed)
    let (exact, rounded) = try (#require(record.layers[0].values[.cell]), #require(read.layers[0].values[.cell]))
    for (mine, theirs) in zip(exact.joined(), rounded.joined()) {
      // Half a unit of the fourth digit.
      #expect(abs(mine - theirs) <= 5.001e-4 * abs(mine))
    }
    #expect(try TextRecord(json: read.json()) == read, "rounding twice changes nothing")
    #expect(try read.json() == record.json())
  }

  @Test(
    arguments: [
      (0.123456, 0.1235), (-12.3456, -12.35), (99999, 100_000), (1234.5678, 1235), (0, 0), (1.5e-38, 1.5e-38),
      (3.4028e38, 3.4028e38), (0.99996, 1), (-0.5, -0.5),
    ] as [(Float, Float)]) func numbersKeepFourDigits(value: Float, expected: Float)
  {
    let rounded = JSONBytes.rounded(value)
    #expect(abs(rounded - expected) <= 1e-4 * abs(expected), "\(value) became \(rounded)")
    #expect("\(rounded)".filter(\.isNumber).count <= 9, "\(rounded) is not short")
  }

  /// Every magnitude that a Float has, beside its nearest numbers of one to six digits.
  @Test func everyNumberIsWrittenAsItIsRounded() throws {
    let mantissas: [Float] = [1, 1.0000001, 1.00005, 1.5, 1.23456, 2, 3.3333333, 5, 9.9994, 9.9996, 9.999999]
    let powers = (-45...38).flatMap { power in mantissas.compactMap { Float("\($0)e\(power)") } }
    let values = ([0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.99995] + powers).filter(\.isFinite)
    let row = values + values.map { -$0 }
    let record = TextRecord(
      characters: ["a"],
      layers: [ActivationRecord(layer: 1, units: row.count, values: [.cell: [row], .hidden: [row]])])
    let read = try TextRecord(json: record.json())
    for (value, found) in zip(row, try #require(read.layers[0].values[.cell])[0]) {
      #expect(found == JSONBytes.rounded(value), "\(value)")
    }
  }

  @Test func longTracesAreWrittenInPieces() throws {
    let record = noiseRecord([String](repeating: "a", count: 2000), units: [31])
    var pieces: [[UInt8]] = []
    try record.writeJSON { pieces.append($0) }
    #expect(pieces.count > 1 && pieces.allSatisfy { $0.count < 2 << 20 })
    #expect(try Array(pieces.joined()) == record.json())
    #expect(try TextRecord(json: Array(pieces.joined())).layers[0].values[.hidden]?.count == 2000)
  }

  @Test func whatIsNoNumberIsRefused() {
    var broken = record
    broken.layers[0].change(.hidden, 3, 4) { _ in .nan }
    let error = InspectingError.notFinite(layer: 1, .hidden, position: 3, unit: 4)
    #expect(throws: error) { try broken.json() }
    #expect(throws: error) { try TracePage(broken, title: "") }
    broken = record
    broken.predictions?[2] = .infinity
    #expect(throws: InspectingError.predictionNotFinite(position: 2)) { try broken.validate() }
  }

  @Test func wrongSizesAreRefused() {
    var broken = record
    broken.layers[1].values[.cell]?.removeLast()
    #expect(throws: InspectingError.wrongRowCount(layer: 2, .cell, found: 7, expected: 8)) { try broken.validate() }
    broken = record
    broken.layers[0].values[.forgetGate]?[6].append(1)
    #expect(
      throws: InspectingError.wrongUnitCount(layer: 1, .forgetGate, position: 6, found: 12, expected: 11)
    ) { try broken.validate() }
    broken = record
    broken.predictions = []
    #expect(throws: InspectingError.wrongPredictionCount(found: 0, expected: 8)) { try broken.validate() }
  }

  @Test(arguments: [
    ("", "it is not JSON"), ("{\"characters\":[]", "it is not JSON"), ("{}", "it has no \"characters\""),
    ("{\"characters\":3,\"layers\":[]}", "\"characters\" has the wrong type"),
    (
      "{\"characters\":[],\"layers\":[{\"layer\":1,\"isReversed\":false,\"units\":2,\"cell\":[]}]}",
      "it has no \"hidden\""
    ),
  ]) func badJSONIsExplained(json: String, reason: String) {
    #expect(throws: InspectingError.unreadable(reason: reason)) { try TextRecord(json: Array(json.utf8)) }
  }
}
