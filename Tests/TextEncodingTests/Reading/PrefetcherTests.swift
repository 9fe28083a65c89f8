import Synchronization
import Testing
import TextEncoding

@Suite struct PrefetcherTests {
  private struct Failure: Error, Equatable {
    let number: Int
  }

  @Test func elementsComeInOrder() {
    var number = 0
    let prefetcher = Prefetcher { () throws(Never) -> Int? in
      number += 1
      return number <= 1000 ? number : nil
    }
    var taken: [Int] = []
    while let next = prefetcher.next() { taken.append(next) }
    #expect(taken == Array(1...1000))
  }

  @Test func anErrorComesAfterWhatWasMadeBeforeIt() throws {
    var number = 0
    let prefetcher = Prefetcher { () throws(Failure) -> Int? in
      number += 1
      if number == 3 { throw Failure(number: number) }
      return number
    }
    #expect(try prefetcher.next() == 1)
    #expect(try prefetcher.next() == 2)
    #expect(throws: Failure(number: 3)) { try prefetcher.next() }
  }

  /// Whoever takes one element and goes away leaves at most three made: the one taken and two ahead.
  @Test func nobodyWorksForThoseWhoHaveGone() {
    final class Count: Sendable {
      let value = Atomic(0)
    }
    let count = Count()
    do {
      let prefetcher = Prefetcher { () throws(Never) -> Int? in
        count.value.add(1, ordering: .sequentiallyConsistent).newValue
      }
      #expect(prefetcher.next() == 1)
    }
    #expect((1...3).contains(count.value.load(ordering: .sequentiallyConsistent)))
  }

  /// The first fault of a text is reported, though the second one is found earlier.
  @Test func theFirstFaultOfATextIsReported() throws {
    let tokenizer = try corpus(Array("ab".utf8)).tokenizer
    let block = TextBlocks.blockSize
    let text = Array("abX".utf8) + [UInt8](repeating: 0x61, count: 2 * block) + [0xC3, 0x28] + Array("éé".utf8)
    try withFiles([text]) { sources in
      let error = #expect(throws: TextEncodingError.self) {
        try TokenizedCorpus.build(from: sources, tokenizer: tokenizer, charset: "UTF-8")
      }
      guard case .unknownUnit = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }
}
