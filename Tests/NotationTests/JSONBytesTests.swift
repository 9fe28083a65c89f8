import Notation
import Testing

@Suite struct JSONBytesTests {
  @Test func numbersAreShort() {
    let row: [Float] = [
      0, 1, -1, 0.5, 0.123456, -0.00123456, 0.0000123456, 0.00000123456, 12.3456, 1234.56, 99999, 1e9,
    ]
    var text = ""
    var json = JSONBytes { text += String(decoding: $0, as: UTF8.self) }
    json.append([row, [], [0.25]])
    json.flush()
    #expect(
      text == "[[0,1,-1,0.5,0.1235,-0.001235,0.00001235,1235e-9,12.35,1235,100000,1e+09],[],[0.25]]")
  }
}
