import Testing

import Training

@Suite struct ExampleOrderTests {
  @Test(arguments: [1, 2, 3, 7, 64, 65, 1000]) func everyEpochIsAPermutation(count: Int) {
    var order = ExampleOrder(count: count, seed: 5)
    var epochs: [[Int]] = []
    for epoch in 0..<4 {
      let examples = (0..<count).map { _ in order.next() }
      #expect(examples.sorted() == Array(0..<count), "epoch \(epoch) of \(count)")
      epochs.append(examples)
    }
    // Two orders of 64 agree with a probability of 1 / 64!.
    if count >= 64 { #expect(Set(epochs).count == 4) }
  }

  @Test func orderLooksRandom() {
    var order = ExampleOrder(count: 10_000, seed: 1)
    let examples = (0..<10_000).map { _ in Double(order.next()) }
    let mean = 4999.5
    var (covariance, variance) = (0.0, 0.0)
    for i in 0..<9_999 { covariance += (examples[i] - mean) * (examples[i + 1] - mean) }
    for x in examples { variance += (x - mean) * (x - mean) }
    // The correlation of neighbours of 10,000 numbers in random order is within ± 0.05 five standard deviations wide.
    #expect(abs(covariance / variance) < 0.05)
  }

  @Test(arguments: [13, 14, 1000, 1 << 48]) func aPositionBeyondTheEpochBeginsTheNextOne(offset: Int) {
    var damaged = ExampleOrder(count: 13, seed: 3, position: StreamPosition(epoch: 4, offset: offset))
    var fresh = ExampleOrder(count: 13, seed: 3, position: StreamPosition(epoch: 5))
    for _ in 0..<20 { #expect(damaged.next() == fresh.next()) }
  }

  @Test func placeResumes() {
    var straight = ExampleOrder(count: 13, seed: 3)
    for _ in 0..<31 { _ = straight.next() }
    var resumed = ExampleOrder(count: 13, seed: 3, position: straight.position)
    for _ in 0..<20 { #expect(straight.next() == resumed.next()) }
  }
}
