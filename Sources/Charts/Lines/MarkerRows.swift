import Notation

/// The words above a plot: the label of the vertical axis and those of the markers, none upon another.
struct MarkerRows {
  /// What decides where words fit, in pixels or cells.
  struct Metrics {
    /// The width of some words.
    var width: (String) -> Double
    /// The distance of words from their rule.
    var beside: Double
    /// The least distance between two words.
    var gap: Double
    /// How many lines of words there may be.
    var mostRows: Int
    /// The left end of the label of the vertical axis, and how far words may reach.
    var bounds: ClosedRange<Double>
  }

  /// A marker and its words.
  struct Flag {
    var label: String
    /// The place of the rule.
    var x: Double
    /// The end of the words that is beside the rule.
    var edge: Double
    /// Whether they stand to the left of the rule, where the picture ends.
    var isLeft = false
    /// The line of words, counted upwards from the plot; nil where all are taken.
    var row: Int?
  }

  /// The label of the vertical axis, shortened to fit.
  let axisLabel: String
  /// The line of the axis's label, as low as the markers leave it.
  private(set) var axisRow = 0
  private(set) var flags: [Flag] = []
  /// How many lines of words there are.
  private(set) var count = 0
  /// What is taken in each line, by words and by rules.
  private var taken: [[ClosedRange<Double>]]

  /// Arranges the words over the width of a plot; its height need not be known.
  init(_ chart: LineChart, plot: Plot, metrics: Metrics) {
    let bounds = metrics.bounds
    let length = bounds.upperBound - bounds.lowerBound
    axisLabel = TextWidth.shortened(TextWidth.oneLine(chart.vertical.label), to: length, width: metrics.width)
    taken = Array(repeating: [], count: metrics.mostRows)
    for marker in chart.markers.sorted(by: { $0.x > $1.x }) {
      guard let x = plot.x(marker.x) else { continue }
      let label = TextWidth.shortened(TextWidth.oneLine(marker.label), to: plot.width * 0.6, width: metrics.width)
      var flag = Flag(label: label, x: x, edge: x, row: nil)
      if !label.isEmpty { place(&flag, metrics) }
      flags.append(flag)
    }
    count = (flags.compactMap(\.row).max() ?? -1) + 1
    guard !axisLabel.isEmpty else { return }
    let words = bounds.lowerBound...bounds.lowerBound + metrics.width(axisLabel) + metrics.gap
    axisRow = taken[..<count].firstIndex { !$0.contains { $0.overlaps(words) } } ?? count
    count = max(count, axisRow + 1)
  }

  /// To the right of the rule or, where the picture ends, to the left; the rule itself must come through, too. Taken
  /// from right to left, words to the right of their rule never stand in the way of one that comes later.
  private mutating func place(_ flag: inout Flag, _ metrics: Metrics) {
    let width = metrics.width(flag.label)
    let places = [flag.x + metrics.beside, flag.x - metrics.beside - width].filter {
      $0 >= metrics.bounds.lowerBound && $0 + width <= metrics.bounds.upperBound
    }
    for left in places {
      for row in taken.indices {
        let words = min(left, flag.x) - metrics.gap...max(left + width, flag.x) + metrics.gap
        let rule = flag.x - metrics.gap / 2...flag.x + metrics.gap / 2
        guard !taken[row].contains(where: { $0.overlaps(words) }) else { continue }
        guard !taken[..<row].contains(where: { $0.contains { $0.overlaps(rule) } }) else { continue }
        flag.isLeft = left < flag.x
        flag.edge = flag.isLeft ? left + width : left
        flag.row = row
        taken[row].append(min(left, flag.x)...max(left + width, flag.x))
        for lower in 0..<row { taken[lower].append(flag.x...flag.x) }
        return
      }
    }
  }
}
