import Notation
import Testing

@Suite struct UnitMarkTests {
  @Test func marksThatMayBeOfOneUnit() {
    for (first, second) in [
      ("", "%"), ("°C", "C"), ("° C", "°c"), ("kWh", "kwh"), ("€", "EUR"), ("US$", "USD"), ("$", "US$"), ("kr.", "SEK"),
      ("kr", "kr."),
    ] {
      #expect(UnitMark.mayBeOne(first, second) && UnitMark.mayBeOne(second, first), "\(first) and \(second)")
    }
  }

  @Test func marksOfDifferentUnits() {
    for (first, second) in [
      ("°C", "°F"), ("%", "‰"), ("$", "€"), ("USD", "EUR"), ("m", "km"), ("%", "°C"), ("€", "kg"),
    ] {
      #expect(!UnitMark.mayBeOne(first, second) && !UnitMark.mayBeOne(second, first), "\(first) and \(second)")
    }
  }
}
