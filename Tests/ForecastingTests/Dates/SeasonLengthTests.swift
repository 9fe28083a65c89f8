import Forecasting
import Glibc
import Testing

@Suite struct SeasonLengthTests {
  @Test(
    arguments: [
      (.months(1, day: 1), [12]), (.months(3, day: 31), [4]), (.months(12, day: 1), []), (.months(5, day: 1), []),
      (.seconds(3_600), [24, 168]), (.seconds(600), [144, 1008]), (.seconds(7 * 86_400), [52]),
      (.seconds(86_400), [7, 365]), (.seconds(2 * 86_400), []), (.seconds(7_000), []), (.weekday, [5]), (nil, []),
      (.irregular(seconds: 5), []),
      (.week([0, 86_400]), [2]), (.daysOfMonth([1, 15]), [24]), (.workingDay(-1, ofMonths: 3), [4]),
    ] as [(RowSpacing?, [Int])])
  func calendar(step: RowSpacing?, seasons: [Int]) {
    #expect(SeasonLength.calendar(step) == seasons)
  }

  @Test func theStrongestPeak() {
    let wave = (0..<200).map { sin(2 * Double.pi * Double($0) / 11) + 0.3 * sin(4 * Double.pi * Double($0) / 11) }
    #expect(SeasonLength.autocorrelationPeak(wave) == 11)
    #expect(SeasonLength.autocorrelationPeak(wave, threshold: 0.99) == nil)
    #expect(SeasonLength.autocorrelationPeak([Double](repeating: 2, count: 50)) == nil)
    #expect(SeasonLength.autocorrelationPeak((0..<100).map(Double.init)) == nil, "a trend alone")
    #expect(SeasonLength.autocorrelationPeak([]) == nil)
  }
}
