import Inspecting
import Network
import TestSupport
import Testing

@Suite struct SaturationTests {
  @Test func fractionsAreThoseOfANaiveLoop() {
    let record = noiseRecord(stories.units, units: [11, 7]).layers[1]
    let saturation = Saturation(of: record)
    #expect(saturation.layer == 2)
    #expect(saturation.gates.map(\.gate) == [.inputGate, .forgetGate, .outputGate])
    for gate in saturation.gates {
      let rows = record.values[gate.gate] ?? []
      #expect(gate.low.count == 7 && gate.high.count == 7)
      for unit in 0..<7 {
        let values = rows.map { $0[unit] }
        #expect(gate.low[unit] == Double(values.filter { $0 < 0.1 }.count) / Double(values.count))
        #expect(gate.high[unit] == Double(values.filter { $0 > 0.9 }.count) / Double(values.count))
        #expect(gate.low[unit] > 0 && gate.high[unit] > 0, "noise from 0 to 1 is sometimes both")
      }
    }
  }

  @Test func theLimitsThemselvesAreNotSaturated() {
    let gate: [[Float]] = [[0.1, 0.9], [0.0999, 0.9001]]
    let saturation = Saturation(
      of: ActivationRecord(layer: 1, units: 2, values: [.forgetGate: gate, .cell: gate, .hidden: gate]))
    #expect(saturation.gates.count == 1, "only the gates that the cell has")
    #expect(saturation.gates[0].low == [0.5, 0])
    #expect(saturation.gates[0].high == [0, 0.5])
  }

  @Test func anEmptyTextHasNoFractions() {
    #expect(Saturation(of: noiseRecord([], units: [3]).layers[0]).gates.isEmpty)
  }

  @Test func thePlotMarksEveryUnitOnce() throws {
    let saturation = Saturation(of: noiseRecord(stories.units, units: [11]).layers[0])
    let drawing = try Picture(SaturationPlot(saturation).svg)
    let titles = drawing.elements.filter { $0.name == "title" }.map(\.text)
    for gate in ["input", "forget", "output"] {
      for unit in 0..<11 {
        #expect(titles.filter { $0.hasPrefix("\(gate) gate of unit \(unit): ") }.count == 1)
      }
    }
    for name in ["input gate", "forget gate", "output gate"] {
      #expect(drawing.elements.contains { $0.name == "text" && $0.text == name }, "a panel of the \(name)")
    }
    #expect(drawing.overlaps().isEmpty)
  }
}
