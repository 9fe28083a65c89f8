import Testing

import Kernels

@Suite struct VectorUpdatesTests {
  let team = ThreadTeam(threads: 2)

  @Test(arguments: [0, 1, 15, 16, 17, 5000]) func sumOfSquaresMatchesTheLoop(count: Int) {
    let x = randomMatrix(1, count, seed: 1)
    let expected = x.values.reduce(0.0) { $0 + Double($1) * Double($1) }
    #expect(abs(sumOfSquares(x, at: [0..<count]) - expected) <= 1e-6 * expected)
  }

  @Test func adamWTakesTheFirstStepByHand() {
    let (p, g) = (Matrix(rows: 1, columns: 37), randomMatrix(1, 37, seed: 2))
    p.fill(1)
    let (m, v) = (Matrix(rows: 1, columns: 37), Matrix(rows: 1, columns: 37))
    updateAdamW(
      p, gradients: g, firstMoment: m, secondMoment: v, at: [0..<37],
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
      p, gradients: g, meanSquare: v, at: [0..<21], step: RMSPropStep(rate: 0.1, smoothing: 0.75, epsilon: 0, decay: 0),
      on: team)
    for i in 0..<21 { #expect(abs(p[0, i] - (g[0, i] > 0 ? -0.2 : 0.2)) < 1e-5, "element \(i)") }
    let (q, u) = (Matrix(rows: 1, columns: 21), Matrix(rows: 1, columns: 21))
    u.fill(2)
    updateMomentum(
      q, gradients: g, velocity: u, at: [0..<21], step: MomentumStep(rate: 0.5, momentum: 0.9, decay: 0), on: team)
    for i in 0..<21 { #expect(abs(q[0, i] + 0.5 * (1.8 + g[0, i])) < 1e-6, "element \(i)") }
  }

  /// Two long parts, short ones, and floats between them that stay.
  @Test(arguments: [1, 3]) func partsAreUpdatedAsVectorsOfTheirOwn(threads: Int) {
    let parts = [0..<5000, 5003..<5020, 5020..<5052, 6000..<11_111]
    let gradients = randomMatrix(1, 12_000, seed: 4)
    let step = AdamWStep(
      rate: 0.1, beta1: 0.7, beta2: 0.99, epsilon: 1e-8, decay: 0.5, leastSquare: 0.04, number: 2)
    func run(_ ranges: [[Range<Int>]], on team: ThreadTeam) -> (parameters: [Float], gradients: [Float]) {
      let (p, m, v) = (
        randomMatrix(1, 12_000, seed: 5), randomMatrix(1, 12_000, seed: 6), Matrix(rows: 1, columns: 12_000)
      )
      let g = Matrix(rows: 1, columns: 12_000)
      g.assign(gradients)
      for parts in ranges {
        updateAdamW(p, gradients: g, firstMoment: m, secondMoment: v, at: parts, step: step, on: team)
        scale(g, at: parts, by: 2)
        if parts.count > 1 { clear(g, at: [parts[1]]) }
      }
      return (p.values, g.values)
    }
    let (together, scaled) = run([parts], on: ThreadTeam(threads: threads))
    #expect(together == run(parts.map { [$0] }, on: .alone).parameters)
    let start = randomMatrix(1, 12_000, seed: 5).values
    for i in [5000, 5002, 5052, 5999, 11_111, 11_999] {
      #expect(together[i] == start[i] && scaled[i] == gradients[0, i])
    }
    for i in [0, 4999, 5020, 11_110] { #expect(together[i] != start[i] && scaled[i] == 2 * gradients[0, i]) }
    for i in [5003, 5019] { #expect(scaled[i] == 0) }
  }

  @Test func smallGradientsCountForWhatTheyAreBesideTheLeastSquare() {
    let (p, g, m, v) = (
      Matrix(rows: 1, columns: 2), Matrix(rows: 1, columns: 2), Matrix(rows: 1, columns: 2), Matrix(rows: 1, columns: 2)
    )
    g.fill { $0 == 0 ? 0.5 : 0.01 }
    updateAdamW(
      p, gradients: g, firstMoment: m, secondMoment: v, at: [0..<2],
      step: AdamWStep(
        rate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 0, decay: 0, leastSquare: 0.04, number: 1), on: .alone)
    // The first is above 0.2 and moves by the whole rate, the second by the twentieth that 0.01 is of 0.2.
    #expect(abs(p[0, 0] + 0.1) < 1e-6 && abs(p[0, 1] + 0.005) < 1e-6)
  }
}
