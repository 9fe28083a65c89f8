/// How a text is cut into parts that are read side by side.
///
/// Each part after the first is preceded by `warmUp` tokens of the text, whose losses do not count, so that its
/// state has settled to what one pass over the whole text would have carried there.
public struct PassLayout: Equatable, Sendable {
  /// Parts read side by side; 1 reads the text in one exact pass.
  public let streams: Int
  /// Tokens read before each part but the first; a multiple of `chunk`. Where fewer stand before a part, the text's first
  /// one is read for the others.
  public let warmUp: Int
  /// Losses that are asked for, from parts spread evenly over the text; nil for all of them.
  public let most: Int?
  /// Time steps at once: few, so that what one layer writes is still in the cache when the next one reads it.
  public static let chunk = 4

  /// All losses of a text of `count` tokens: in one exact pass, or in parts of at least 2,048 tokens, 64 at most.
  public init(count: Int, exact: Bool = false) {
    self.init(streams: exact ? 1 : min(64, max(1, count / 2048)), warmUp: 256, most: nil)
  }

  /// About `most` losses of a text of `count` tokens, at a cost that goes down with `most`: from 16 parts, each with
  /// a warm-up no longer than itself, rounded up to whole chunks.
  public init(count: Int, most: Int) {
    guard most < count - 1 else {
      self.init(count: count)
      return
    }
    let streams = min(16, max(1, most / 16))
    let part = max(1, most / streams)
    let warmUp = min(256, (part + Self.chunk - 1) / Self.chunk * Self.chunk)
    self.init(streams: streams, warmUp: warmUp, most: max(1, most))
  }

  private init(streams: Int, warmUp: Int, most: Int?) {
    (self.streams, self.warmUp, self.most) = (streams, warmUp, most)
  }

  /// The places, from 1 on, of the tokens whose losses are told, of a text with so many losses: one range for each part.
  public func ranges(of losses: Int) -> [Range<Int>] {
    let (length, spacing) = parts(of: losses)
    return (0..<streams).compactMap {
      let first = 1 + $0 * spacing
      return first <= losses ? first..<min(first + length, losses + 1) : nil
    }
  }

  /// The losses counted in each part of a text with `losses` of them, and how far apart the parts begin.
  func parts(of losses: Int) -> (length: Int, spacing: Int) {
    let all = (losses + streams - 1) / streams
    guard let most, most < losses else { return (all, all) }
    return (max(1, most / streams), losses / streams)
  }
}
