import Foundation

extension MadeSeries {
  /// A value for each row, from the row and the noise; the closure may keep what earlier rows left behind.
  private static func made(
    _ name: String, rows: Int, step: Step = .none, _ value: (_ row: Double, _ noise: inout Noise) -> Double
  ) -> MadeSeries {
    var noise = Noise(seed: UInt64(name.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) % 1_000_003 }))
    return MadeSeries(name: name, step: step, values: (0..<rows).map { value(Double($0), &noise) })
  }

  /// sin 2πt/p
  private static func wave(_ row: Double, _ period: Double) -> Double { sin(2 * .pi * row / period) }

  /// Twenty-eight series of eight kinds.
  static var all: [MadeSeries] { waves + trends + steps + walks + returning + uneven + counts + calendars }

  private static var waves: [MadeSeries] {
    [
      made("wave", rows: 800) { wave($0, 24) + 0.1 * $1.normal() },
      made("wave-noisy", rows: 800) { wave($0, 24) + 0.5 * $1.normal() },
      made("two-waves", rows: 1000) { wave($0, 50) + 0.7 * wave($0, 13) + 0.1 * $1.normal() },
      made("saw", rows: 800) { $0.truncatingRemainder(dividingBy: 20) / 20 + 0.05 * $1.normal() },
      made("square", rows: 900) { (wave($0 + 0.5, 30) > 0 ? 1 : -1) + 0.2 * $1.normal() },
    ]
  }

  private static var trends: [MadeSeries] {
    [
      made("trend", rows: 700) { 0.05 * $0 + $1.normal() },
      made("parabola", rows: 700) { 1e-4 * $0 * $0 + $1.normal() },
      made("growth-months", rows: 240, step: .months) {
        exp(4 + 0.01 * $0 + 0.2 * wave($0, 12) + 0.03 * $1.normal())
      },
      made("trend-months", rows: 300, step: .months) { 100 + 0.5 * $0 + 10 * wave($0, 12) + 3 * $1.normal() },
      made("saturating", rows: 700) { 100 / (1 + exp(-($0 - 300) / 80)) + $1.normal() },
    ]
  }

  private static var steps: [MadeSeries] {
    var (level, stair) = (0.0, 0.0)
    return [
      made("levels", rows: 900) { row, noise in
        if noise.unit() < 0.015 { level = 3 * noise.normal() }
        return level + 0.3 * noise.normal()
      },
      made("stairs", rows: 900) { row, noise in
        if noise.unit() < 0.02 { stair += 1 }
        return stair + 0.2 * noise.normal()
      },
    ]
  }

  private static var walks: [MadeSeries] {
    var (plain, drifting, heavy, slope, smooth) = (0.0, 0.0, 0.0, 0.0, 0.0)
    return [
      made("walk", rows: 1000) {
        plain += $1.normal()
        return plain
      },
      made("walk-drift", rows: 1000) {
        drifting += 0.2 + $1.normal()
        return drifting
      },
      made("walk-heavy", rows: 1000) {
        heavy += $1.heavyTailed()
        return heavy
      },
      made("walk-smooth", rows: 1000) {
        slope = 0.95 * slope + 0.1 * $1.normal()
        smooth += slope
        return smooth
      },
    ]
  }

  /// Series that return to their mean.
  private static var returning: [MadeSeries] {
    var (slow, fast, cycle, earlier, mixed, shock) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    return [
      made("slow-return", rows: 1000) {
        slow = 0.9 * slow + $1.normal()
        return slow
      },
      made("fast-return", rows: 1000) {
        fast = 0.5 * fast + $1.normal()
        return fast
      },
      made("cycles", rows: 1000) {
        (cycle, earlier) = (1.7 * cycle - 0.85 * earlier + $1.normal(), cycle)
        return cycle
      },
      made("mixed", rows: 1000) {
        let news = $1.normal()
        mixed = 0.8 * mixed + news - 0.4 * shock
        shock = news
        return mixed
      },
      made("noise", rows: 800) { 10 + $1.normal() },
    ]
  }

  /// Noise whose variance changes.
  private static var uneven: [MadeSeries] {
    var (variance, last) = (1.0, 0.0)
    return [
      made("clusters", rows: 1000) {
        variance = 0.05 + 0.15 * last * last + 0.8 * variance
        last = variance.squareRoot() * $1.normal()
        return last
      },
      made("wave-uneven", rows: 900) { wave($0, 40) + (0.1 + 0.3 * abs(wave($0, 80))) * $1.normal() },
      made("widening", rows: 900) { (0.5 + $0 / 900) * $1.normal() },
    ]
  }

  private static var counts: [MadeSeries] {
    [
      made("week-counts", rows: 550, step: .days) { $1.count(mean: 20 + 12 * wave($0, 7)) },
      made("hour-counts", rows: 960, step: .hours) { $1.count(mean: max(0.2, 8 + 9 * wave($0, 24))) },
      made("rare-counts", rows: 700, step: .days) { $1.count(mean: 0.4) },
    ]
  }

  private static var calendars: [MadeSeries] {
    [
      made("year-and-week", rows: 1200, step: .days) {
        50 + 10 * wave($0, 365.25) + ($0.truncatingRemainder(dividingBy: 7) < 5 ? 3 : -3) + 2 * $1.normal()
      }
    ]
  }
}
