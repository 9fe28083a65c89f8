import Forecasting
import Testing

@Suite struct ScaleDifferenceTests {
  /// A wave from 0 to 26, as temperatures in °C over a year.
  private let celsius = (0..<100).map { Double(abs($0 * 4 % 104 - 52)) / 2 }
  private var learnt: LearntColumn { LearntColumn(celsius, unit: "") }

  @Test func rowsOfOneScaleAreNotTakenForAnother() {
    for new in [
      celsius, Array(celsius[20..<40]), celsius.map { $0 + 25 }, celsius.map { $0 * 2 }, celsius.map { $0 - 10 },
      // Few rows hardly move; nothing changes; a calm time has few changes.
      [13, 13.01], [13, 13, 13], (0..<100).map { $0 % 10 == 0 ? 13.01 : 13 },
    ] { #expect(ScaleDifference(of: new, from: learnt) == nil, "\(new)") }
  }

  @Test func unitsAreToldFromTheirNumbers() throws {
    let fahrenheit = try #require(ScaleDifference(of: celsius.map { $0 * 1.8 + 32 }, from: learnt))
    #expect(isOutside(fahrenheit, 1...1.3), "\(fahrenheit)")
    let kelvin = try #require(ScaleDifference(of: celsius.map { $0 + 273.15 }, from: learnt))
    #expect(isOutside(kelvin, 9...11), "\(kelvin)")
    let thousands = try #require(ScaleDifference(of: celsius.map { $0 * 1000 }, from: learnt))
    #expect(isOutside(thousands, 100...1000), "\(thousands)")
    // A fraction lies within what percentages are.
    guard case .changes(let times) = ScaleDifference(of: celsius.map { $0 / 100 }, from: learnt) else {
      Issue.record("fractions were believed")
      return
    }
    #expect(abs(times - 0.01) < 1e-9)
    let centred = (0..<99).map { Double($0 % 3 - 1) * 13 }
    let wide = ScaleDifference(of: centred.map { $0 * 1000 }, from: LearntColumn(centred, unit: ""))
    guard case .wider(let width) = wide else {
      Issue.record("\(String(describing: wide))")
      return
    }
    #expect(abs(width - 1000) < 1e-6)
  }

  /// Earlier checkpoints know the range alone, and a constant says nothing but its size.
  @Test func littleIsKnown() throws {
    let range = LearntColumn(range: 0...26)
    #expect(ScaleDifference(of: celsius.map { $0 / 100 }, from: range) == nil)
    #expect(ScaleDifference(of: celsius.map { $0 + 273.15 }, from: range) != nil)
    let constant = LearntColumn([5, 5, 5], unit: "")
    #expect(constant.meanChange == nil)
    #expect(ScaleDifference(of: [6, 7, 8], from: constant) == nil)
    #expect(ScaleDifference(of: [6000, 7000], from: constant) != nil)
    #expect(ScaleDifference(of: [6, 7], from: LearntColumn([0, 0], unit: "")) == nil)
  }

  private func isOutside(_ difference: ScaleDifference, _ range: ClosedRange<Double>) -> Bool {
    if case .outside(let times) = difference { range.contains(times) } else { false }
  }
}
