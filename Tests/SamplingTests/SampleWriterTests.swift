import Checkpoints
import Sampling
import Testing
import TextEncoding

@Suite struct SampleWriterTests {
  /// The texts of all samples, and how many pieces each came in.
  private func write(_ checkpoint: TextCheckpoint, _ order: SampleOrder, threads: Int = 1) -> [String] {
    var texts = [[UInt8]](repeating: [], count: order.count)
    var ended = [Bool](repeating: false, count: order.count)
    let writer = SampleWriter(checkpoint: checkpoint, order: order, threads: threads)
    writer.run { piece in
      #expect(!ended[piece.sample], "sample \(piece.sample) goes on after its end")
      texts[piece.sample] += piece.bytes
      ended[piece.sample] = piece.isLast
    }
    #expect(ended.allSatisfy { $0 })
    return texts.map { String(decoding: $0, as: UTF8.self) }
  }

  private func order(
    _ checkpoint: TextCheckpoint, pattern: String = "A fox ", length: Int, stops: [String] = [], count: Int = 1
  ) throws -> SampleOrder {
    SampleOrder(
      pattern: try checkpoint.tokenizer.encode(pattern), length: length, stops: stops, policy: try SamplingPolicy(),
      rngSeed: 5, count: count)
  }

  @Test(arguments: [1, 2]) func samplesDoNotDependOnWhatIsWrittenBesideThem(threads: Int) throws {
    let checkpoint = try GeneratorTests.brief.get()
    // More samples than streams, of different lengths, so that streams take up new ones at different times.
    let count = 2 * SampleWriter.mostStreams + 5
    let together = write(
      checkpoint, try order(checkpoint, length: 30, stops: ["e", "\n"], count: count), threads: threads)
    #expect(Set(together.map(\.count)).count > 3)
    // Alone, sample by sample: the first ones of a smaller order are the same.
    for count in [1, 3, 40] {
      let fewer = write(checkpoint, try order(checkpoint, length: 30, stops: ["e", "\n"], count: count))
      #expect(fewer == Array(together.prefix(count)), "\(count) samples")
    }
  }

  @Test func lengthAndStopsEndSamples() throws {
    let checkpoint = try GeneratorTests.brief.get()
    #expect(write(checkpoint, try order(checkpoint, length: 0, count: 3)) == ["", "", ""])
    #expect(write(checkpoint, try order(checkpoint, length: 7, count: 2)).map(\.count) == [7, 7])
    for text in write(checkpoint, try order(checkpoint, length: 200, stops: ["a"], count: 8)) {
      #expect(!text.contains("a"))
    }
  }

  @Test(arguments: [(0, 0), (1, 1), (32, 32), (33, 17), (64, 32), (65, 22), (1000, 32)])
  func streamsAreAsEvenAsCanBe(count: Int, streams: Int) {
    #expect(SampleWriter.streams(for: count) == streams)
  }
}
