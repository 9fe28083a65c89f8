/// The lines of parallel coordinates in the order of their values on the last axis.
struct ParallelRanks {
  /// A line and its colour, 0 for the lowest value and 1 for the highest one; nil without a value.
  struct Ranked {
    let line: ParallelCoordinates.Line
    /// The place on the last axis.
    let fraction: Double?
    let color: Double?
  }

  /// From those without a value over the highest value to the lowest one, which is drawn last; of the same values, the
  /// first line is last.
  let lines: [Ranked]

  /// Ranks lines by their last values. O(n log n).
  init(_ lines: [ParallelCoordinates.Line], on scale: ParallelScale) {
    let placed = lines.map { (line: $0, fraction: $0.values.last.flatMap(scale.fraction)) }
    let ascending = placed.enumerated().filter { $0.element.fraction != nil }.sorted {
      ($0.element.line.values.last ?? 0, $0.offset) < ($1.element.line.values.last ?? 0, $1.offset)
    }.map(\.element)
    var ranked: [Ranked] = []
    for (index, (line, fraction)) in ascending.enumerated() {
      let isTie = index > 0 && ascending[index - 1].line.values.last == line.values.last
      let color = isTie ? ranked[index - 1].color : Double(index) / Double(max(1, ascending.count - 1))
      ranked.append(Ranked(line: line, fraction: fraction, color: color))
    }
    self.lines =
      placed.filter { $0.fraction == nil }.map { Ranked(line: $0.line, fraction: nil, color: nil) } + ranked.reversed()
  }

  /// The line of the lowest value.
  var best: ParallelCoordinates.Line? { lines.last.flatMap { $0.fraction == nil ? nil : $0.line } }

  /// How many lines have no value.
  var countWithoutColor: Int { lines.count { $0.fraction == nil } }

  /// The colours along the last axis from the bottom to the top, each as far as it reaches: to the middle between two
  /// values of different colours.
  var strip: [(ends: ClosedRange<Double>, color: Double)] {
    let ascending = lines.reversed().compactMap { ranked -> (fraction: Double, color: Double)? in
      guard let fraction = ranked.fraction, let color = ranked.color else { return nil }
      return (fraction, color)
    }
    var strip: [(ends: ClosedRange<Double>, color: Double)] = []
    var lower = 0.0
    for (index, value) in ascending.enumerated() {
      let isLast = index == ascending.count - 1
      let upper = isLast ? 1 : (value.fraction + ascending[index + 1].fraction) / 2
      guard isLast || Palette.rampStep(value.color) != Palette.rampStep(ascending[index + 1].color) else { continue }
      strip.append((min(lower, upper)...max(lower, upper), value.color))
      lower = upper
    }
    return strip
  }
}
