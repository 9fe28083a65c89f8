/// Things with many properties, each a line across one vertical axis for each property (Inselberg 1985).
///
/// The rank on the last axis decides the colour of a line: the lowest value has the strongest colour, and its line lies
/// above all others. Ranks, because a few very high values would leave one colour for all the rest. A line without a value
/// there is dashed and grey; a value that another axis cannot show leaves a gap. The same chart always gives the same
/// bytes.
public struct ParallelCoordinates: Hashable, Sendable {
  /// What a vertical axis measures.
  public enum Axis: Hashable, Sendable {
    /// Numbers, on an axis that holds those of all lines and some more, such as the ends of a range. Those above `most`
    /// stand at the upper end.
    case measure(LineChart.Axis, holding: [Double] = [], most: Double = .infinity)
    /// Names at equal distances, the first one at the bottom; a line's value is the index of a name.
    case choices([String], label: String)

    /// What the axis measures, in words.
    public var label: String {
      switch self {
      case .measure(let axis, _, _): axis.label
      case .choices(_, let label): label
      }
    }
  }

  /// One thing and its values.
  public struct Line: Hashable, Sendable {
    /// What the line is called where it is pointed at, and in the legend where its last value is the lowest.
    public var name: String
    /// A value for each axis, in their order; not a number where there is none.
    public var values: [Double]

    /// A line from its values.
    public init(name: String, values: [Double]) { (self.name, self.values) = (name, values) }
  }

  /// What the chart shows, in a few words.
  public let title: String
  /// A second, quieter line.
  public let subtitle: String?
  /// The axes from left to right, at least two.
  public let axes: [Axis]
  /// The lines.
  public let lines: [Line]
  /// What the legend calls the lines without a value on the last axis.
  public let nameWithoutColor: String

  /// A chart of lines with as many values each as there are axes.
  public init(title: String, subtitle: String? = nil, axes: [Axis], lines: [Line], nameWithoutColor: String = "") {
    precondition(axes.count >= 2, "lines across \(axes.count) axes need at least 2")
    for line in lines {
      precondition(line.values.count == axes.count, "\(line.values.count) values for \(axes.count) axes")
    }
    (self.title, self.subtitle, self.axes, self.lines) = (title, subtitle, axes, lines)
    self.nameWithoutColor = nameWithoutColor
  }
}
