#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the values of an axis lie between its ends.
struct Scale {
  let axis: LineChart.Axis
  /// The values at the two ends, never the same.
  private(set) var range: ClosedRange<Double>
  /// The marks of a vertical axis, which decided its ends.
  private(set) var ticks: Ticks

  /// An axis that ends where its values end, or around a single one.
  ///
  /// - values: all that it can show of them lies within this range; nil of none.
  init(_ axis: LineChart.Axis, holding values: ClosedRange<Double>?) {
    self.axis = axis
    let shown = values ?? Scale.emptyRange(axis)
    range = Scale.isWide(shown, on: axis) ? shown : Scale.around(shown.lowerBound, shown.upperBound, on: axis)
    ticks = Ticks(marks: [])
  }

  /// An axis for some values, of which it may not be able to show all.
  init(_ axis: LineChart.Axis, holding values: [Double]) {
    var extent = Extent()
    for value in values where axis.shows(value) { extent.add(value) }
    self.init(axis, holding: extent.range)
  }

  /// An axis that ends at round numbers around its values, with some marks.
  init(_ axis: LineChart.Axis, covering values: ClosedRange<Double>?, marks: Int) {
    self.init(axis, holding: values)
    switch axis {
    case .number:
      (range, ticks) = Ticks.covering(range, atMost: marks)
    case .logarithmic:
      // A little room, because the next power of ten may be far away.
      let room = pow(range.upperBound / range.lowerBound, 0.04)
      range = range.lowerBound / room...range.upperBound * room
      ticks = ticks(atMost: marks)
    case .date:
      let room = (range.upperBound - range.lowerBound) * 0.04
      range = range.lowerBound - room...range.upperBound + room
      ticks = ticks(atMost: marks)
    }
  }

  /// The marks within the axis.
  func ticks(atMost count: Int) -> Ticks {
    switch axis {
    case .number: Ticks.numbers(in: range, atMost: count)
    case .logarithmic: Ticks.logarithmic(in: range, atMost: count)
    case .date: Ticks.dates(in: range, atMost: count)
    }
  }

  /// The place of a value, 0 at the lower end and 1 at the upper one; nil for what the axis cannot show.
  func fraction(_ value: Double) -> Double? {
    guard axis.shows(value) else { return nil }
    if case .logarithmic = axis {
      return log(value / range.lowerBound) / log(range.upperBound / range.lowerBound)
    }
    return (value - range.lowerBound) / (range.upperBound - range.lowerBound)
  }

  private static func isWide(_ range: ClosedRange<Double>, on axis: LineChart.Axis) -> Bool {
    switch axis {
    case .number, .date: Ticks.isWideEnough(range)
    case .logarithmic: range.upperBound / range.lowerBound > 1 + 1e-9
    }
  }

  private static func emptyRange(_ axis: LineChart.Axis) -> ClosedRange<Double> {
    switch axis {
    case .number: 0...1
    case .logarithmic: 1...10
    case .date: 0...365
    }
  }

  /// Room on both sides of values that are all the same.
  private static func around(_ lower: Double, _ upper: Double, on axis: LineChart.Axis) -> ClosedRange<Double> {
    let middle = lower / 2 + upper / 2
    switch axis {
    case .number:
      let room = max(middle.magnitude * 0.1, upper - lower)
      return room < 1e-90 ? middle - 1...middle + 1 : middle - room...middle + room
    case .logarithmic: return middle / 2...middle * 2
    case .date: return middle - 1...middle + 1
    }
  }
}
