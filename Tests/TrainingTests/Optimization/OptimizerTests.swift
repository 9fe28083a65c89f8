import Kernels
import Network
import Testing

import Training

@Suite struct OptimizerTests {
  private static let start: [Float] = [0.5, -1.25, 2.0]
  private static let gradients: [[Float]] = [
    [0.5, -0.25, 0.0], [0.25, 0.75, 0.0], [-1.5, 0.125, 3.0], [0.0625, -2.0, -0.5], [0.0, 0.5, 0.25],
    [1.0, -0.375, 0.0],
  ]

  /// What PyTorch has after each of six steps, printed by `NetworkTests/Vectors/make_optimizer_vectors.py`.
  struct Example: CustomTestStringConvertible {
    let gradientMemory: Double
    let parameters: [[Double]]
    var testDescription: String { "β₁ = \(gradientMemory)" }
  }

  static let examples = [
    Example(
      gradientMemory: 0.9,
      parameters: [
        [0.4982500000, -1.2481250001, 1.9996666667], [0.4949724234, -1.2493532855, 1.9990001111],
        [0.4964549473, -1.2511151176, 1.9948209103], [0.4978652683, -1.2476652748, 1.9906938420],
        [0.4992943170, -1.2449530203, 1.9857102919], [0.4976434145, -1.2411267038, 1.9802782244],
      ]),
    Example(
      gradientMemory: 0.8,
      parameters: [
        [0.4982500000, -1.2481250001, 1.9996666667], [0.4950341594, -1.2495272884, 1.9990001111],
        [0.4969510293, -1.2514089400, 1.9944690582], [0.4986511009, -1.2473486698, 1.9903251254],
        [0.5002350254, -1.2444655496, 1.9854518887], [0.4978441980, -1.2403672673, 1.9803782835],
      ]),
  ]

  @Test(arguments: examples) func adamWTakesPyTorchsSteps(example: Example) {
    var layout = ParameterLayout()
    let weight = layout.declare("weight", shape: [1, 3], initializer: .zeros)
    let (parameters, gradients) = (ParameterVector(zeros: layout), ParameterVector(zeros: layout))
    parameters[weight].fill { Self.start[$0] }
    let optimizer = Optimizer(
      settings: OptimizerSettings(
        kind: .adamw, learningRate: 0.01, weightDecay: 0.1, gradientMemory: example.gradientMemory), layout: layout)
    for (step, row) in Self.gradients.enumerated() {
      gradients[weight].fill { row[$0] }
      optimizer.update(
        parameters, gradients: gradients, parts: VectorParts(layout), rateFactor: Double(step + 1) / 6, step: step + 1,
        on: .alone)
      for (found, exact) in zip(parameters[weight].values, example.parameters[step]) {
        // In each step a number below 2 is rounded twice, by at most 2⁻²⁴, and its change of 0.01 by much less.
        #expect(abs(Double(found) - exact) < Double(step + 1) * 0x1p-23, "step \(step + 1): \(found), not \(exact)")
      }
    }
  }
}
