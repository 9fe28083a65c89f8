import Foundation
import Testing

import Kernels

@Suite struct CellStepTests {
  @Test(arguments: [1, 5, 16, 35]) func forwardMatchesTheEquations(width: Int) {
    let gates = randomMatrix(3, 4 * width, seed: 1)
    let before = gates.values.map(Double.init)
    let (c0, c1, h) = (
      randomMatrix(3, width, seed: 2), Matrix(rows: 3, columns: width), Matrix(rows: 3, columns: width)
    )
    forwardCell(CellVariant(), gates: gates, peepholes: nil, previousCell: c0, cell: c1, hidden: h)
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    for r in 0..<3 {
      for u in 0..<width {
        let pre = { (gate: Int) in before[r * 4 * width + gate * width + u] }
        let cell = sigmoid(pre(1)) * Double(c0[r, u]) + sigmoid(pre(0)) * tanh(pre(2))
        // A handful of operations, each within a few ulps of a number below 2.
        #expect(abs(Double(c1[r, u]) - cell) < 2e-6, "cell (\(r), \(u)) of width \(width)")
        #expect(abs(Double(h[r, u]) - sigmoid(pre(3)) * tanh(cell)) < 2e-6, "hidden (\(r), \(u)) of width \(width)")
      }
    }
  }

  @Test func backwardMatchesCentralDifferences() {
    let (rows, width) = (2, 19)
    let start = randomMatrix(rows, 4 * width, seed: 3)
    let c0 = randomMatrix(rows, width, seed: 4)
    let (dh, dc) = (randomMatrix(rows, width, seed: 5), randomMatrix(rows, width, seed: 6))
    func objective(_ gates: [Double], _ cell: [Double]) -> Double {
      var sum = 0.0
      for r in 0..<rows {
        for u in 0..<width {
          let pre = { (gate: Int) in gates[r * 4 * width + gate * width + u] }
          let s = { (x: Double) in 1 / (1 + exp(-x)) }
          let c = s(pre(1)) * cell[r * width + u] + s(pre(0)) * tanh(pre(2))
          sum += Double(dh[r, u]) * s(pre(3)) * tanh(c) + Double(dc[r, u]) * c
        }
      }
      return sum
    }
    let (gates, c1, h) = (
      Matrix(rows: rows, columns: 4 * width, values: start.values), Matrix(rows: rows, columns: width),
      Matrix(rows: rows, columns: width)
    )
    forwardCell(CellVariant(), gates: gates, peepholes: nil, previousCell: c0, cell: c1, hidden: h)
    let cellGradient = Matrix(rows: rows, columns: width, values: dc.values)
    backwardCell(
      CellVariant(), gates: gates, peepholes: nil, previousCell: c0, cell: c1, hiddenGradient: dh,
      cellGradient: cellGradient)
    let (x, y) = (start.values.map(Double.init), c0.values.map(Double.init))
    let step = 1e-5
    for i in x.indices {
      var (up, down) = (x, x)
      up[i] += step
      down[i] -= step
      let slope = (objective(up, y) - objective(down, y)) / (2 * step)
      #expect(abs(Double(gates.values[i]) - slope) < 3e-6, "gate \(i)")
    }
    for i in y.indices {
      var (up, down) = (y, y)
      up[i] += step
      down[i] -= step
      let slope = (objective(x, up) - objective(x, down)) / (2 * step)
      #expect(abs(Double(cellGradient.values[i]) - slope) < 3e-6, "cell \(i)")
    }
  }

  /// Two rows of three cells that go back with gradients of their gates, or without.
  private static func goBack(_ variant: CellVariant, gateGradient: Matrix?) {
    let numbers = (0..<4).map { _ in Matrix(rows: 2, columns: 3) }
    backwardCell(
      variant, gates: Matrix(rows: 2, columns: 12), gateGradient: gateGradient, peepholes: nil,
      previousCell: numbers[0], cell: numbers[1], hiddenGradient: numbers[2], cellGradient: numbers[3])
  }

  private static var recurrent: CellVariant {
    var variant = CellVariant()
    variant.hasFullGateRecurrence = true
    return variant
  }

  @Test func gradientsOfGatesHaveTheShapeOfTheGates() async {
    Self.goBack(Self.recurrent, gateGradient: Matrix(rows: 2, columns: 12))
    await #expect(processExitsWith: .failure) {
      Self.goBack(Self.recurrent, gateGradient: Matrix(rows: 2, columns: 11))
    }
    await #expect(processExitsWith: .failure) {
      Self.goBack(Self.recurrent, gateGradient: Matrix(rows: 1, columns: 12))
    }
  }

  @Test func onlyCellsWithFullGateRecurrenceHaveGradientsOfGates() async {
    await #expect(processExitsWith: .failure) { Self.goBack(Self.recurrent, gateGradient: nil) }
    await #expect(processExitsWith: .failure) {
      Self.goBack(CellVariant(), gateGradient: Matrix(rows: 2, columns: 12))
    }
  }
}
