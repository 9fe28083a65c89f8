import Network
import TextEncoding

/// A text with the token before it that its first one is predicted from.
struct PreludedText<Text: TokenReading>: TokenReading {
  let prelude: TokenID
  let text: Text

  var count: Int { text.count + 1 }

  func copyTokens(_ range: Range<Int>, into target: UnsafeMutableBufferPointer<TokenID>) {
    guard range.lowerBound == 0 else {
      return text.copyTokens(range.lowerBound - 1..<range.upperBound - 1, into: target)
    }
    guard !range.isEmpty else { return }
    target[0] = prelude
    text.copyTokens(0..<range.upperBound - 1, into: UnsafeMutableBufferPointer(rebasing: target[1...]))
  }
}
