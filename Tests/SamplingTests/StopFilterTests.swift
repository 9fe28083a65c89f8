import Sampling
import Testing

@Suite struct StopFilterTests {
  private func text(_ stops: [String], _ text: String, piece: Int) -> (String, Bool) {
    var filter = StopFilter(stops: stops)
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: piece) {
      result += filter.pass(Array(bytes[start..<min(bytes.count, start + piece)]))
    }
    result += filter.finish()
    return (String(decoding: result, as: UTF8.self), filter.isStopped)
  }

  @Test(arguments: 1...5) func textEndsBeforeTheFirstStop(piece: Int) {
    #expect(text(["END"], "one EN END two", piece: piece) == ("one EN ", true))
    #expect(text(["\n", "xyz"], "aab xy\nxyz", piece: piece) == ("aab xy", true))
    #expect(text(["aab"], "aaab", piece: piece) == ("a", true))
    #expect(text(["END", ""], "one EN", piece: piece) == ("one EN", false))
    #expect(text([], "all of it", piece: piece) == ("all of it", false))
  }
}
