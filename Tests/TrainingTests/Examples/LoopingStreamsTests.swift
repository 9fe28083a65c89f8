import Testing
import Training

@Suite struct LoopingStreamsTests {
  /// The first rows of each stream's chunks, and who begins anew, batch after batch.
  private func batches(
    _ streams: inout LoopingStreams, _ steps: Range<Int>
  ) -> [(rows: [Int], resets: StreamResets)] {
    steps.map { step in
      var rows: [Int] = []
      let resets = streams.next(step: step) { b, row in
        #expect(b == rows.count)
        rows.append(row)
      }
      return (rows, resets)
    }
  }

  @Test(arguments: [(60, 3, 7), (61, 5, 7), (57, 8, 6), (20, 1, 13), (2, 1, 1), (101, 4, 1)])
  func eachStreamReadsAllRowsAndBeginsAnewAtTheFirst(rows: Int, batchSize: Int, sequenceLength: Int) {
    var streams = LoopingStreams(rows: rows, batchSize: batchSize, sequenceLength: sequenceLength, seed: 3)
    let read = batches(&streams, 0..<200)
    var begins = 0
    for (before, after) in zip(read, read.dropFirst()) {
      for b in 0..<batchSize {
        let (row, next) = (before.rows[b], after.rows[b])
        #expect(row >= 0 && row + sequenceLength < rows)
        if next == row + sequenceLength { continue }
        // Less than two chunks are left out between the last row and the first.
        #expect(next < 2 * sequenceLength && row + sequenceLength > rows - 2 * sequenceLength - 1)
        #expect(after.resets == .stream(b), "stream \(b) of \(batchSize)")
        begins += 1
      }
    }
    #expect(begins >= 200 * batchSize * sequenceLength / rows - batchSize)
  }

  @Test func streamsBeginSpreadEvenlyAndTakeTurnsBetween() {
    // Eight chunks of 7 rows and 4 rows to move in.
    var streams = LoopingStreams(rows: 61, batchSize: 4, sequenceLength: 7, seed: 1)
    let read = batches(&streams, 0..<70)
    #expect(read[0].rows.map { $0 / 7 } == [0, 2, 4, 6])
    #expect(streams.batchesPerEpoch == 2)
    for (step, batch) in read.enumerated() {
      let first = batch.rows.firstIndex { $0 < 5 }
      let turn = step % 32 < 4 ? StreamResets.stream(step % 32) : .none
      #expect(batch.resets == first.map { .stream($0) } ?? turn, "step \(step)")
    }
    // Chunk borders move.
    #expect(Set(read.flatMap { $0.rows.filter { $0 < 5 } }).count > 1)
  }

  @Test func placeResumes() {
    var straight = LoopingStreams(rows: 100, batchSize: 5, sequenceLength: 9, seed: 4)
    _ = batches(&straight, 0..<33)
    var resumed = LoopingStreams(
      rows: 100, batchSize: 5, sequenceLength: 9, seed: 4, position: straight.position)
    let (expected, found) = (batches(&straight, 33..<60), batches(&resumed, 33..<60))
    #expect(expected.map(\.rows) == found.map(\.rows))
    #expect(expected.map(\.resets) == found.map(\.resets))
  }

  @Test func fewRowsShrinkTheBatch() throws {
    #expect(LoopingStreams.fit(rows: 1, batchSize: 4, sequenceLength: 8) == nil)
    for (rows, batchSize, sequenceLength) in [(2, 1, 1), (6, 1, 5), (20, 1, 8), (21, 2, 8), (28, 2, 8), (1000, 4, 8)] {
      let fit = try #require(LoopingStreams.fit(rows: rows, batchSize: 4, sequenceLength: 8))
      #expect(fit == (batchSize, sequenceLength), "\(rows) rows")
    }
  }
}
