import Network
import Testing

@Suite struct StopCheckTests {
  private func pieces(_ stop: StopCheck?, of rows: Int, cost: Int) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    stop.forEachPiece(of: rows, cost: cost) { pieces.append($0) }
    return pieces
  }

  @Test func muchWorkIsDoneInPieces() {
    let stop = StopCheck { true }
    #expect(pieces(stop, of: 1000, cost: 1) == [0..<1000])
    #expect(pieces(stop, of: 1000, cost: 1 << 30) == [0..<240, 240..<480, 480..<720, 720..<960, 960..<1000])
    #expect(pieces(stop, of: 1000, cost: 1 << 23) == [0..<480, 480..<960, 960..<1000])
    // Without anybody who may stop it, all is one piece.
    #expect(pieces(nil, of: 1000, cost: 1 << 30) == [0..<1000])
  }

  @Test func nobodyIsAskedAgainAfterANo() {
    var asked = 0
    let stop = StopCheck {
      asked += 1
      return asked < 3
    }
    #expect(pieces(stop, of: 1000, cost: 1 << 30) == [0..<240, 240..<480])
    #expect(stop.isOver && pieces(stop, of: 10, cost: 1) == [] && asked == 3)
  }
}
