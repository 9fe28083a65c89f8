import Forecasting
import Glibc
import Testing

@Suite struct SeasonLengthTests {
  private func season(_ spacing: RowSpacing?, rows: Int) -> Int? {
    SeasonLength.detected(spacing: spacing, training: (0..<rows).map(Double.init))
  }

  @Test func calendar() {
    #expect(season(.months(1, day: 1), rows: 13) == 12)
    #expect(season(.months(3, day: 31), rows: 100) == 4)
    #expect(season(.seconds(3_600), rows: 100) == 24)
    #expect(season(.seconds(600), rows: 1_000) == 144)
    #expect(season(.seconds(7 * 86_400), rows: 100) == 52)
    #expect(season(.seconds(86_400), rows: 729) == 7)
    #expect(season(.seconds(86_400), rows: 730) == 365)
    #expect(season(.weekday, rows: 100) == 5)
  }

  @Test func aTrendAloneHasNoSeason() {
    #expect(season(.months(1, day: 1), rows: 12) == nil)
    #expect(season(.months(12, day: 1), rows: 100) == nil)
    #expect(season(nil, rows: 100) == nil)
    #expect(season(nil, rows: 0) == nil)
  }

  @Test func theStrongestPeakOfOtherSeries() {
    let wave = (0..<200).map { sin(2 * Double.pi * Double($0) / 11) + 0.3 * sin(4 * Double.pi * Double($0) / 11) }
    #expect(SeasonLength.detected(spacing: nil, training: wave) == 11)
    #expect(SeasonLength.detected(spacing: .months(12, day: 1), training: wave) == 11)
    #expect(SeasonLength.autocorrelationPeak(wave, threshold: 0.99) == nil)
    #expect(SeasonLength.autocorrelationPeak([Double](repeating: 2, count: 50)) == nil)
  }
}
