import TestSupport
import Testing
import Workers

@Suite struct MessageTests {
  @Test func piecesAreAllOfAMessage() {
    #expect(Message.pieces(of: 0, most: 4) == [])
    #expect(Message.pieces(of: 3, most: 4) == [0..<3])
    #expect(Message.pieces(of: 8, most: 4) == [0..<4, 4..<8])
    #expect(Message.pieces(of: 9, most: 4) == [0..<4, 4..<8, 8..<9])
    let many = Message.pieces(of: 5 << 30)
    #expect(many.allSatisfy { $0.count <= Int(Int32.max) } && many.last?.upperBound == 5 << 30)
  }

  /// Each process sends to each other one, none of them in turn.
  @Test func messagesOfAProcessArriveInTheirOrder() throws {
    let heard = try ThreadProcess.run(4) { process in
      for number in 0..<UInt8(30) {
        for other in 0..<process.count where other != process.rank {
          process.send([UInt8](repeating: number, count: Int(number % 3)), to: other)
        }
      }
      var heard = [[[UInt8]]](repeating: [], count: process.count)
      for _ in 0..<3 * 30 {
        let message = process.nextMessage()
        heard[message.sender].append(message.bytes)
      }
      return (heard, process.receive())
    }
    let sent = (0..<UInt8(30)).map { [UInt8](repeating: $0, count: Int($0 % 3)) }
    for (rank, (messages, rest)) in heard.enumerated() {
      #expect(rest == nil)
      for sender in 0..<4 { #expect(messages[sender] == (sender == rank ? [] : sent), "\(sender) to \(rank)") }
    }
  }

  @Test func aProcessWithoutOthersHearsNothing() { #expect(Alone().receive() == nil) }
}
