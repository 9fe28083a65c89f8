import Foundation
import Testing

import Kernels

@Suite struct SoftmaxCrossEntropyTests {
  @Test(arguments: [1, 2, 15, 16, 17, 65, 130]) func lossAndGradientMatchTheDefinition(classes: Int) {
    let logits = randomMatrix(4, classes, seed: 1)
    let x = logits.values.map { Double($0) * 20 }
    for i in x.indices { logits[i / classes, i % classes] = Float(x[i]) }
    let targets = (0..<4).map { Int32($0 * 7 % classes) }
    let losses = Matrix(rows: 4, columns: 1)
    softmaxCrossEntropy(logits: logits, targets: targets, lossNats: losses, gradientScale: 0.5)
    for r in 0..<4 {
      let row = Array(x[r * classes..<(r + 1) * classes])
      let sum = row.reduce(0) { $0 + exp($1) }
      #expect(abs(Double(losses[r, 0]) - (log(sum) - row[Int(targets[r])])) < 1e-5, "row \(r) of \(classes)")
      for c in 0..<classes {
        let expected = 0.5 * (exp(row[c]) / sum - (c == Int(targets[r]) ? 1 : 0))
        #expect(abs(Double(logits[r, c]) - expected) < 1e-6, "element (\(r), \(c)) of \(classes)")
      }
    }
  }

  @Test func hugeLogitsDoNotOverflowAndNaNIsSeen() {
    let logits = Matrix(rows: 2, columns: 3, values: [1e30, -1e30, 0, .nan, 1, 2])
    let losses = Matrix(rows: 2, columns: 1)
    softmaxCrossEntropy(logits: logits, targets: [0, 1], lossNats: losses, gradientScale: 1)
    #expect(losses[0, 0] == 0)
    #expect(losses[1, 0].isNaN)
  }
}

@Suite struct ExponentiateTests {
  @Test(arguments: [0, 1, 15, 16, 33], [0.5, 1, 3] as [Float])
  func valuesBecomeRelativeProbabilities(count: Int, temperature: Float) {
    let logits = randomMatrix(1, max(count, 1), seed: UInt64(count)).values.prefix(count).map { 20 * $0 }
    let largest = logits.max() ?? 0
    var values = logits
    exponentiate(&values, largest: largest, temperature: temperature)
    for (value, logit) in zip(values, logits) {
      let expected = exp((Double(logit) - Double(largest)) / Double(temperature))
      // Two ulps of the exponential, and half an ulp of an argument that may be near 80: 2⁻²⁴ · 80.
      #expect(abs(Double(value) - expected) <= 1e-5 * expected, "\(logit) at \(temperature)")
    }
  }

  @Test func theLargestIsOneAtAnyTemperature() {
    for temperature: Float in [Float.leastNonzeroMagnitude, 1e-38, 1e-3, 1e30] {
      var values: [Float] = [2, -3, 2, 1]
      exponentiate(&values, largest: 2, temperature: temperature)
      #expect(values[0] == 1 && values[2] == 1, "\(temperature)")
      #expect(values[1] >= 0 && values[1] <= 1, "\(temperature)")
    }
  }

  @Test func whatIsNotFiniteIsFound() {
    for place in [0, 15, 16, 40] {
      for value in [Float.nan, .infinity, -.infinity, .signalingNaN] {
        let matrix = randomMatrix(3, 17, seed: 1)
        #expect(isFinite(matrix))
        matrix[place / 17, place % 17] = value
        #expect(!isFinite(matrix), "\(value) at \(place)")
      }
    }
    #expect(isFinite(Matrix(rows: 1, columns: 2, values: [.greatestFiniteMagnitude, -.leastNonzeroMagnitude])))
  }
}
