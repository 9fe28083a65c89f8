import Notation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension Ticks {
  /// Powers of ten, with twice and five times each where there is room for all of them.
  ///
  /// Where there are more powers than fit, every second, third and so on. A range within which fewer than three such
  /// numbers lie is marked like a linear one. Only positive ranges have marks.
  public static func logarithmic(in range: ClosedRange<Double>, atMost limit: Int) -> Ticks {
    let limit = min(1000, max(1, limit))
    guard range.lowerBound > 0, range.upperBound <= Ticks.limit, range.lowerBound >= 1 / Ticks.limit else {
      return Ticks(marks: [])
    }
    let first = Int(log10(range.lowerBound).rounded(.down))
    let last = Int(log10(range.upperBound).rounded(.up))
    let slack = range.lowerBound * (1 - 1e-9)...range.upperBound * (1 + 1e-9)

    func numbers(_ factors: [Int], every stride: Int) -> [DecimalNumber] {
      (first...last).filter { $0 % stride == 0 }
        .flatMap { exponent in factors.map { DecimalNumber(digits: $0, exponent: exponent) } }
        .filter { slack.contains($0.value) }
    }
    let fine = numbers([1, 2, 5], every: 1)
    if fine.count < 3 { return Ticks.numbers(in: range, atMost: limit) }
    if fine.count <= limit { return Ticks(logarithmic: fine) }
    for stride in 1...max(1, last - first) {
      let coarse = numbers([1], every: stride)
      if coarse.count <= limit {
        return coarse.count < 2 && limit > 1 ? thinned(fine, atMost: limit) : Ticks(logarithmic: coarse)
      }
    }
    return thinned(fine, atMost: limit)
  }

  private static func thinned(_ numbers: [DecimalNumber], atMost limit: Int) -> Ticks {
    let stride = (numbers.count + limit - 1) / limit
    return Ticks(logarithmic: numbers.indices.filter { $0 % stride == 0 }.map { numbers[$0] })
  }

  /// All are powers when one is too small or too large for plain digits; 1000 is `1k` beside a `10k`.
  private init(logarithmic numbers: [DecimalNumber]) {
    let orders = numbers.map(\.order)
    let asPower = orders.contains { $0 < -4 || $0 >= 15 }
    let compact = orders.contains { $0 >= 4 }
    marks = numbers.map {
      Mark(value: $0.value, label: NumberLabels.onLogarithmicAxis($0, asPower: asPower, compact: compact))
    }
  }
}
