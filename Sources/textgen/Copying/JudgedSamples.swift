import Checkpoints
import Notation
import Sampling
import TextEncoding

/// What a model writes to be judged by: 2,000 characters at the default temperature, as four samples side by side, which
/// take hardly longer than one of them.
struct JudgedSamples {
  private static let count = 4
  private static let length = 500

  /// The samples' texts.
  let texts: [String]
  /// The samples as the model's tokens.
  let tokens: [[TokenID]]

  /// Writes with a model; the same seed gives the same samples.
  init(of checkpoint: TextCheckpoint, rngSeed: UInt64, threads: Int) throws {
    let order = SampleOrder(
      pattern: [checkpoint.tokenizer.prelude], length: Self.length,
      policy: try SamplingPolicy(temperature: Sample.usualTemperature), rngSeed: rngSeed, count: Self.count)
    let bytes = SampleText.write(order, with: checkpoint, threads: threads)
    texts = bytes.map { String(decoding: $0, as: UTF8.self) }
    tokens = try bytes.map { try checkpoint.tokenizer.encode($0, unknown: .skip) }
  }
}

/// Samples in memory, and how a few lines of one are shown beside other words.
enum SampleText {
  /// The bytes of each sample.
  static func write(_ order: SampleOrder, with checkpoint: TextCheckpoint, threads: Int) -> [[UInt8]] {
    var bytes = [[UInt8]](repeating: [], count: order.count)
    SampleWriter(checkpoint: checkpoint, order: order, threads: threads).run { bytes[$0.sample] += $0.bytes }
    return bytes
  }

  /// The first lines of a sample that have words, indented and no longer than a terminal is wide.
  static func lines(of text: String, most: Int = 6) -> [String] {
    let lines = text.split(whereSeparator: \.isNewline).map { TextWidth.oneLine(String($0)) }
    return lines.filter { $0.contains { !$0.isWhitespace } }.prefix(most).map {
      "  " + TextWidth.shortened($0, to: 76) { Double(TextWidth.cells($0)) }
    }
  }
}
