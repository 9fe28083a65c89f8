import Testing

import Kernels

@Suite struct VectorUpdatesTests {
  let team = ThreadTeam(threads: 2)

  @Test(arguments: [0, 1, 15, 16, 17, 5000]) func sumOfSquaresMatchesTheLoop(count: Int) {
    let x = randomMatrix(1, count, seed: 1)
    let expected = x.values.reduce(0.0) { $0 + Double($1) * Double($1) }
    #expect(abs(sumOfSquares(x) - expected) <= 1e-6 * expected)
  }

  @Test func adamWTakesTheFirstStepByHand() {
    let (p, g) = (Matrix(rows: 1, columns: 37), randomMatrix(1, 37, seed: 2))
    p.fill(1)
    let (m, v) = (Matrix(rows: 1, columns: 37), Matrix(rows: 1, columns: 37))
    updateAdamW(
      p, gradients: g, firstMoment: m, secondMoment: v,
      step: AdamWStep(rate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, decay: 0.5, number: 1), on: team)
    for i in 0..<37 {
      // After one step the moments' ratio is the gradient's sign.
      let expected = 1 - 0.1 * 0.5 - 0.1 * (g[0, i] > 0 ? Float(1) : -1)
      #expect(abs(p[0, i] - expected) < 1e-4, "element \(i)")
      #expect(abs(m[0, i] - 0.1 * g[0, i]) < 1e-7)
    }
  }

  @Test func rmsPropAndMomentumTakeOneStepByHand() {
    let g = randomMatrix(1, 21, seed: 3)
    let (p, v) = (Matrix(rows: 1, columns: 21), Matrix(rows: 1, columns: 21))
    updateRMSProp(
      p, gradients: g, meanSquare: v, step: RMSPropStep(rate: 0.1, smoothing: 0.75, epsilon: 0, decay: 0), on: team)
    for i in 0..<21 { #expect(abs(p[0, i] - (g[0, i] > 0 ? -0.2 : 0.2)) < 1e-5, "element \(i)") }
    let (q, u) = (Matrix(rows: 1, columns: 21), Matrix(rows: 1, columns: 21))
    u.fill(2)
    updateMomentum(
      q, gradients: g, velocity: u, step: MomentumStep(rate: 0.5, momentum: 0.9, decay: 0), on: team)
    for i in 0..<21 { #expect(abs(q[0, i] + 0.5 * (1.8 + g[0, i])) < 1e-6, "element \(i)") }
  }
}
