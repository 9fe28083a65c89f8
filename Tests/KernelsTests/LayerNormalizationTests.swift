import Foundation
import Kernels
import Testing

@Suite struct LayerNormalizationTests {
  /// Less than a register, a whole one, and more.
  static let widths = [1, 15, 16, 17, 33]
  /// The error of a few dozen operations on numbers of about 1, each off by 2⁻²⁴ of its terms.
  static let bound = 1e-5
  private let rows = 3

  /// Random numbers in ±1 in rows with room between them.
  private func padded(_ columns: Int, seed: UInt64) -> Matrix {
    let result = Matrix(rows: rows, paddedColumns: columns)
    result.assign(randomMatrix(rows, columns, seed: seed))
    return result
  }

  /// The numbers between padded rows, which nobody is to write.
  private func gaps(of matrix: Matrix) -> [Float] {
    Matrix(
      storage: matrix.storage, offset: matrix.columns, rows: matrix.rows, columns: matrix.stride - matrix.columns,
      stride: matrix.stride
    ).values
  }

  private func row(_ matrix: Matrix, _ r: Int) -> [Double] { matrix.rows(r..<r + 1).values.map(Double.init) }

  /// x̂ of one block and what it was divided by, inverted: the equations in double precision.
  private func unit(_ x: ArraySlice<Double>) -> (values: [Double], inverse: Double) {
    let mean = x.reduce(0, +) / Double(x.count)
    let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
    let inverse = 1 / (variance + 1e-5).squareRoot()
    return (x.map { ($0 - mean) * inverse }, inverse)
  }

  /// x̂ of all blocks of a row.
  private func units(_ x: [Double], width: Int) -> [Double] {
    stride(from: 0, to: x.count, by: width).flatMap { unit(x[$0..<$0 + width]).values }
  }

  @Test(arguments: widths, 1...3) func everyBlockIsNormalized(width: Int, blocks: Int) {
    let columns = blocks * width
    let values = padded(columns, seed: 1)
    let before = (0..<rows).map { row(values, $0) }
    let (gain, shift) = (randomMatrix(1, columns, seed: 2), randomMatrix(1, columns, seed: 3))
    let normalized = Matrix(rows: rows, paddedColumns: columns)
    let inverses = Matrix(rows: rows, columns: blocks)
    normalizeBlocks(
      values, width: width, gain: gain, shift: shift, normalized: normalized, inverseDeviations: inverses)
    for r in 0..<rows {
      for block in 0..<blocks {
        let expected = unit(before[r][block * width..<(block + 1) * width])
        // Of one number the deviation is 0 and the inverse 316; so the bound is relative.
        #expect(
          abs(Double(inverses[r, block]) - expected.inverse) < Self.bound * expected.inverse, "row \(r), block \(block)"
        )
        for (at, value) in expected.values.enumerated() {
          let column = block * width + at
          #expect(abs(Double(normalized[r, column]) - value) < Self.bound, "x̂ (\(r), \(column))")
          let shown = Double(gain[0, column]) * value + Double(shift[0, column])
          #expect(abs(Double(values[r, column]) - shown) < Self.bound, "y (\(r), \(column))")
        }
      }
    }
    for matrix in [values, normalized] { #expect(gaps(of: matrix).allSatisfy { $0 == 0 }) }
  }

  @Test(arguments: widths, 1...3) func backwardMatchesCentralDifferences(width: Int, blocks: Int) {
    let columns = blocks * width
    let values = padded(columns, seed: 4)
    let before = (0..<rows).map { row(values, $0) }
    let gain = randomMatrix(1, columns, seed: 5)
    let gradients = padded(columns, seed: 6)
    let reached = (0..<rows).map { row(gradients, $0) }
    let normalized = Matrix(rows: rows, paddedColumns: columns)
    let inverses = Matrix(rows: rows, columns: blocks)
    normalizeBlocks(
      values, width: width, gain: gain, shift: Matrix(rows: 1, columns: columns), normalized: normalized,
      inverseDeviations: inverses)
    backwardNormalizedBlocks(
      gradients, width: width, gain: gain, normalized: normalized, inverseDeviations: inverses)
    let gains = row(gain, 0)
    let step = 1e-5
    for r in 0..<rows {
      func objective(_ x: [Double]) -> Double {
        units(x, width: width).enumerated().reduce(0) { $0 + reached[r][$1.offset] * gains[$1.offset] * $1.element }
      }
      for column in 0..<columns {
        var (up, down) = (before[r], before[r])
        up[column] += step
        down[column] -= step
        let slope = (objective(up) - objective(down)) / (2 * step)
        // The differences themselves are right to about 1e-9 here.
        #expect(abs(Double(gradients[r, column]) - slope) < Self.bound, "(\(r), \(column))")
      }
    }
    #expect(gaps(of: gradients).allSatisfy { $0 == 0 })
  }

  @Test(arguments: widths) func showingThroughAGateMatchesTheEquations(width: Int) {
    let (gate, hidden) = (padded(width, seed: 7), padded(width, seed: 8))
    let (z, u) = ((0..<rows).map { row(gate, $0) }, (0..<rows).map { row(hidden, $0) })
    let (shown, reached) = (padded(width, seed: 8), padded(width, seed: 9))
    showThroughGate(gate, hidden: hidden)
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    for r in 0..<rows {
      for c in 0..<width {
        #expect(abs(Double(gate[r, c]) - sigmoid(z[r][c])) < Self.bound, "o (\(r), \(c))")
        #expect(abs(Double(hidden[r, c]) - sigmoid(z[r][c]) * tanh(u[r][c])) < Self.bound, "h (\(r), \(c))")
      }
    }
    let incoming = (0..<rows).map { row(reached, $0) }
    backwardShownThroughGate(gate, shown: shown, hiddenGradient: reached)
    for r in 0..<rows {
      for c in 0..<width {
        let (o, squashed) = (sigmoid(z[r][c]), tanh(u[r][c]))
        let (ofGate, ofShown) = (squashed * o * (1 - o), o * (1 - squashed * squashed))
        #expect(abs(Double(gate[r, c]) - incoming[r][c] * ofGate) < Self.bound, "z_o (\(r), \(c))")
        #expect(abs(Double(shown[r, c]) - incoming[r][c] * ofShown) < Self.bound, "u (\(r), \(c))")
      }
    }
    for matrix in [gate, hidden, shown] { #expect(gaps(of: matrix).allSatisfy { $0 == 0 }) }
  }
}
