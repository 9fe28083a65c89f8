extension Ticks {
  /// Beginnings of years, half years, quarters, months, weeks, days, hours or minutes, as many as fit.
  ///
  /// The values are days since 1970-01-01. Labels are `1988`, `Mar`, `14 Mar` or `14:00`; the year of a month or day
  /// and the day of an hour stand in the context of the first mark and of each at which they change.
  public static func dates(in range: ClosedRange<Double>, atMost limit: Int) -> Ticks {
    let limit = min(1000, max(1, limit))
    guard range.lowerBound >= -dateLimit, range.upperBound <= dateLimit else { return Ticks(marks: []) }
    let span = range.upperBound - range.lowerBound
    var finer: [Mark] = []
    for step in DateStep.all where span / step.length <= Double(5 * limit + 5) {
      let marks = step.marks(in: range)
      if !marks.isEmpty, marks.count <= limit { return Ticks(marks: withoutRepeatedContext(marks)) }
      // The range lies between two steps: some of the finer ones lie within it.
      if marks.isEmpty {
        let stride = (finer.count + limit - 1) / limit
        finer = finer.indices.filter { $0 % stride == 0 }.map { finer[$0] }
        return Ticks(marks: withoutRepeatedContext(finer.isEmpty ? [minute(of: range.lowerBound)] : finer))
      }
      finer = marks
    }
    return Ticks(marks: [])
  }

  /// No days further from 1970 are shown, some 270,000 years.
  static let dateLimit = 1e8

  /// The only mark of a range shorter than a minute.
  private static func minute(of value: Double) -> Mark {
    let minute = (value * 1440).rounded(.down) / 1440
    let mark = DateStep.minutes(1).marks(in: minute...minute).first
    return Mark(value: value, label: mark?.label ?? "", context: mark?.context)
  }

  private static func withoutRepeatedContext(_ marks: [Mark]) -> [Mark] {
    var last: String?
    return marks.map { mark in
      defer { last = mark.context }
      return mark.context == last ? Mark(value: mark.value, label: mark.label) : mark
    }
  }
}
