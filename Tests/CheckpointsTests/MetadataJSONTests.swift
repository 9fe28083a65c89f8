import Checkpoints
import Testing

@Suite struct MetadataJSONTests {
  private struct Inner: Codable, Equatable {
    var rate: Double
    var sizes: [Int]
  }
  private struct Value: Codable, Equatable {
    var inner: Inner
    var name: String
  }

  private func text(rate: String = "0.5", size: String = "7") -> String {
    #"{"inner":{"rate":\#(rate),"sizes":[3,\#(size)]},"name":"1e999","unread":{"a":[null,true,-2]}}"#
  }

  @Test func whatIsRightIsRead() throws {
    let value = Value(inner: Inner(rate: 0.5, sizes: [3, 7]), name: "1e999")
    #expect(try MetadataJSON.decode(text(), as: Value.self) == value)
  }

  @Test(arguments: ["1e400", "-1e400", "123e456789"]) func aNumberBeyondAllIsNamed(number: String) {
    let problem = "is a number that is out of range"
    #expect(throws: FieldError(field: "inner.rate", problem: problem)) {
      try MetadataJSON.decode(text(rate: number), as: Value.self)
    }
    #expect(throws: FieldError(field: "inner.sizes[1]", problem: problem)) {
      try MetadataJSON.decode(text(size: number), as: Value.self)
    }
  }

  @Test func oneThatItsFieldCannotHoldIsNamedWithIt() {
    let problem = "is 1e+30, which no number of this kind can be"
    #expect(throws: FieldError(field: "inner.sizes[1]", problem: problem)) {
      try MetadataJSON.decode(text(size: "1e30"), as: Value.self)
    }
  }
}
