import Kernels
import Testing

@Suite struct SquaredErrorTests {
  @Test(arguments: [(1, 1), (3, 2), (5, 17)]) func lossesAndGradientsAreThoseOfTheEquation(rows: Int, columns: Int) {
    let (outputs, targets) = (randomMatrix(rows, columns, seed: 1), randomMatrix(rows, columns, seed: 2))
    let before = outputs.values
    let losses = Matrix(rows: rows, columns: 1)
    squaredError(outputs: outputs, targets: targets, losses: losses, gradientScale: nil)
    #expect(outputs.values == before, "without a scale nothing but the losses is written")
    squaredError(outputs: outputs, targets: targets, losses: losses, gradientScale: 0.5)
    for r in 0..<rows {
      var sum = 0.0
      for c in 0..<columns {
        let difference = Double(before[r * columns + c]) - Double(targets[r, c])
        sum += difference * difference
        let gradient = 0.5 * 2 * difference / Double(columns)
        // Three roundings of numbers below 4.
        #expect(abs(Double(outputs[r, c]) - gradient) < 1e-6, "(\(r), \(c))")
      }
      #expect(abs(Double(losses[r, 0]) - sum / Double(columns)) < 1e-6 * (1 + sum), "row \(r)")
    }
  }
}
