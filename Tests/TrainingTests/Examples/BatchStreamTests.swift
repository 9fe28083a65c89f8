import Network
import Testing
import Training

/// A text whose tokens are their places.
private struct Counting: TokenReading {
  let count = 1000

  func copyTokens(_ range: Range<Int>, into target: UnsafeMutableBufferPointer<Int32>) {
    for (index, place) in range.enumerated() { target[index] = Int32(place) }
  }
}

@Suite struct BatchStreamTests {
  @Test func streamsReadTheirStretchesAndCarryOn() {
    var stream = BatchStream(tokens: 37, batchSize: 3, sequenceLength: 5, seed: 1)
    var (inputs, targets) = ([Int32](repeating: 0, count: 15), [Int32](repeating: 0, count: 15))
    for batch in 0..<2 {
      let isFresh = stream.next(of: Counting(), inputs: &inputs, targets: &targets)
      #expect(!isFresh)
      for t in 0..<5 {
        for b in 0..<3 {
          #expect(inputs[t * 3 + b] == Int32(b * 12 + batch * 5 + t))
          #expect(targets[t * 3 + b] == inputs[t * 3 + b] + 1)
        }
      }
    }
    let isFresh = stream.next(of: Counting(), inputs: &inputs, targets: &targets)
    #expect(isFresh)
    #expect(stream.position.epoch == 1)
    #expect(inputs[0] < 5)
  }

  @Test func placeResumes() {
    var straight = BatchStream(tokens: 100, batchSize: 2, sequenceLength: 7, seed: 4)
    var (inputs, targets) = ([Int32](repeating: 0, count: 14), [Int32](repeating: 0, count: 14))
    for _ in 0..<17 { _ = straight.next(of: Counting(), inputs: &inputs, targets: &targets) }
    var resumed = BatchStream(
      tokens: 100, batchSize: 2, sequenceLength: 7, seed: 4, position: straight.position)
    _ = straight.next(of: Counting(), inputs: &inputs, targets: &targets)
    let expected = inputs
    _ = resumed.next(of: Counting(), inputs: &inputs, targets: &targets)
    #expect(inputs == expected)
  }

  @Test func shortTextsShrinkTheBatch() {
    #expect(BatchStream.fit(tokens: 1, batchSize: 4, sequenceLength: 8) == nil)
    #expect(BatchStream.fit(tokens: 2, batchSize: 4, sequenceLength: 8)! == (1, 1))
    #expect(BatchStream.fit(tokens: 27, batchSize: 4, sequenceLength: 8)! == (3, 8))
    #expect(BatchStream.fit(tokens: 1000, batchSize: 4, sequenceLength: 8)! == (4, 8))
  }
}
