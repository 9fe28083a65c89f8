/// How one series looks besides its colour, so that print without colours and eyes that miss some can tell it apart.
struct Stroke: Hashable {
  /// The shape of single points.
  enum Symbol: Int, CaseIterable { case circle, square, diamond, cross }

  /// Lengths of strokes and gaps in turn, in pixels; empty for a line without breaks.
  var dashes: [Double] = []
  /// The width relative to an ordinary line.
  var weight = 1.0
  /// How much of what lies below it a line hides, from 0 to 1.
  var opacity = 1.0
  /// The shape of the points where no line connects them; nil for a line.
  var symbol: Symbol?

  /// The strokes of a chart's series: no two alike among the first eight, unless all are asked to be of one kind, in
  /// which case their weights differ.
  static func strokes(of series: [LineChart.Series]) -> [Stroke] {
    var seen: [LineChart.Line?: Int] = [:]
    return series.enumerated().map { index, series in
      let variant = seen[series.line, default: 0]
      seen[series.line] = variant + 1
      let weight = weights[variant % weights.count]
      switch series.line {
      case nil: return Stroke(dashes: patterns[index % patterns.count], weight: index < patterns.count ? 1 : 0.6)
      case .solid: return Stroke(weight: weight)
      case .broad: return Stroke(weight: 3, opacity: 0.5)
      case .dashed: return Stroke(dashes: dashed[variant % dashed.count])
      case .dotted: return Stroke(dashes: dotted[variant % dotted.count])
      case .crosses: return Stroke(symbol: .cross)
      case .points: return Stroke(symbol: Symbol(rawValue: variant % Symbol.allCases.count))
      }
    }
  }

  private static let weights = [1.0, 0.75, 1.3, 0.9]
  private static let dashed: [[Double]] = [[7, 4], [13, 4], [4, 3], [10, 3, 4, 3]]
  private static let dotted: [[Double]] = [[1.5, 3.5], [1.5, 6], [3, 3]]
  private static let patterns: [[Double]] = [
    [], [8, 4], [2, 3], [10, 3, 2, 3], [16, 4], [4, 3], [10, 3, 2, 3, 2, 3], [1.5, 6],
  ]
}
