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

  @Test func softmaxSumsToOne() {
    let logits = randomMatrix(3, 37, seed: 2)
    applySoftmax(logits)
    for r in 0..<3 {
      let sum = (0..<37).reduce(Float(0)) { $0 + logits[r, $1] }
      #expect(abs(sum - 1) < 1e-6)
    }
  }
}
