import Foundation
import Testing

import Kernels

@Suite struct ActivationTests {
  /// Every float magnitude from 2⁻²⁰ to 80, both signs, in steps of about 0.01 %.
  static let arguments: [Float] = {
    var values: [Float] = [0, -0.0]
    var x: Float = 0x1p-20
    while x < 80 {
      values += [x, -x]
      x *= 1.0001
    }
    return values
  }()

  private func ulps(_ function: (Matrix) -> Void, _ reference: (Double) -> Double, in range: ClosedRange<Float>)
    -> Double
  {
    let arguments = Self.arguments.filter(range.contains)
    let values = Matrix(rows: 1, columns: arguments.count, values: arguments)
    function(values)
    return zip(arguments, values.values).map { x, y in
      let exact = reference(Double(x))
      return abs(Double(y) - exact) / Double(Float(exact).ulp)
    }.max() ?? .infinity
  }

  // The bounds are those that the functions' documentation states.
  @Test func exponentialIsWithinTwoUlps() { #expect(ulps(applyExponential, exp, in: -87...88) <= 2) }
  @Test func sigmoidIsWithinThreeUlps() { #expect(ulps(applySigmoid, { 1 / (1 + exp(-$0)) }, in: -80...80) <= 3) }
  @Test func tanhIsWithinFourUlps() { #expect(ulps(applyTanh, tanh, in: -80...80) <= 4) }

  @Test func extremesSaturateAndNaNStays() {
    let extremes: [Float] = [.infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .nan]
    let (s, t) = (Matrix(rows: 1, columns: 5, values: extremes), Matrix(rows: 1, columns: 5, values: extremes))
    applySigmoid(s)
    applyTanh(t)
    #expect(s.values[0] == 1 && s.values[2] == 1)
    #expect(abs(s.values[1]) < 1e-37 && abs(s.values[3]) < 1e-37)
    #expect(Array(t.values[..<4]) == [1, -1, 1, -1])
    #expect(s.values[4].isNaN && t.values[4].isNaN)
  }
}
