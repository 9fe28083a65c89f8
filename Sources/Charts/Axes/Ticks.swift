/// The places on an axis that get a label: few, round, and within the range of the axis.
public struct Ticks: Hashable, Sendable {
  /// One labelled place.
  public struct Mark: Hashable, Sendable {
    /// The place on the axis, in the axis's own unit.
    public var value: Double
    /// What is written there.
    public var label: String
    /// What the label leaves unsaid, such as the year of a month, where it differs from the mark before.
    public var context: String?

    /// A mark with its label.
    public init(value: Double, label: String, context: String? = nil) {
      self.value = value
      self.label = label
      self.context = context
    }
  }

  /// The marks in rising order.
  public let marks: [Mark]

  init(marks: [Mark]) { self.marks = marks }

  /// Multiples of 1, 2 or 5 times a power of ten, as many as fit, at most a thousand.
  ///
  /// A range too narrow for the precision of its numbers has one mark, its lower end.
  public static func numbers(in range: ClosedRange<Double>, atMost limit: Int) -> Ticks {
    let limit = min(1000, max(1, limit))
    guard isWideEnough(range) else {
      let lower = range.lowerBound
      return Ticks(marks: lower.isFinite ? [Mark(value: lower, label: NumberLabels.single(lower))] : [])
    }
    let span = range.upperBound - range.lowerBound
    var step = NiceStep(atLeast: span / Double(limit))
    while let counts = step.counts(in: range), counts.count > limit { step.grow() }
    if let counts = step.counts(in: range) { return Ticks(counts: Array(counts), of: step) }
    // The range lies between two steps: of the next finer ones some lie within it, but perhaps too many.
    step.shrink()
    let counts = step.counts(in: range).map(Array.init) ?? []
    let stride = (counts.count + limit - 1) / limit
    return Ticks(counts: counts.indices.filter { $0 % stride == 0 }.map { counts[$0] }, of: step)
  }

  /// The range widened to round numbers, and its marks, of which the first and the last lie on its ends.
  ///
  /// At least three marks are needed for that; a range too narrow for its precision stays as it is.
  public static func covering(_ range: ClosedRange<Double>, atMost limit: Int) -> (
    range: ClosedRange<Double>, ticks: Ticks
  ) {
    guard isWideEnough(range) else { return (range, numbers(in: range, atMost: limit)) }
    let limit = min(1000, max(3, limit))
    var step = NiceStep(atLeast: (range.upperBound - range.lowerBound) / Double(limit - 1))
    while true {
      let size = step.decimal(1).value
      let first = Int((range.lowerBound / size + 1e-6).rounded(.down))
      let last = Int((range.upperBound / size - 1e-6).rounded(.up))
      if last - first < limit {
        let ticks = Ticks(counts: Array(first...last), of: step)
        let lower = min(range.lowerBound, step.decimal(first).value)
        return (lower...max(range.upperBound, step.decimal(last).value), ticks)
      }
      step.grow()
    }
  }

  /// No larger numbers are shown, and no narrower ranges than its inverse.
  static let limit = 1e100

  /// Whether both ends and what lies between them can be told apart.
  static func isWideEnough(_ range: ClosedRange<Double>) -> Bool {
    let size = max(range.lowerBound.magnitude, range.upperBound.magnitude)
    let span = range.upperBound - range.lowerBound
    return size <= limit && span > size * 1e-12 && span >= 1 / limit
  }

  private init(counts: [Int], of step: NiceStep) {
    let numbers = counts.map { step.decimal($0) }
    let labels = NumberLabels(
      order: numbers.filter { $0.digits != 0 }.map(\.order).max() ?? 0, lowestExponent: step.exponent)
    marks = numbers.map { Mark(value: $0.value, label: labels.label($0)) }
  }
}
