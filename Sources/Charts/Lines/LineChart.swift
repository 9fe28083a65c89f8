/// Lines over a common axis: learning curves, measurements over time, forecasts with their intervals.
///
/// A value that is no number, infinite, beyond ±10¹⁰⁰, not positive on a logarithmic axis or beyond 270,000 years on
/// a date axis leaves a gap in its line. A chart without any value has empty axes. The same chart always gives the
/// same bytes.
public struct LineChart: Hashable, Sendable {
  /// What an axis measures; an empty label is left out.
  public enum Axis: Hashable, Sendable {
    /// Any numbers.
    case number(label: String)
    /// Positive numbers at distances of their ratios.
    case logarithmic(label: String)
    /// Days since 1970-01-01, with fractions for the time of day.
    case date(label: String)
  }

  /// How a series is drawn.
  public enum Line: Hashable, Sendable {
    /// Without breaks.
    case solid
    /// Without breaks, broad and pale, so that it is seen under the lines above it.
    case broad
    /// Broken into strokes.
    case dashed
    /// Broken into dots.
    case dotted
    /// As single points that no line connects.
    case points
    /// As single crosses that no line connects.
    case crosses
  }

  /// One place of a series.
  public struct Point: Hashable, Sendable {
    /// The place along the horizontal axis.
    public var x: Double
    /// The place along the vertical axis.
    public var y: Double

    /// A place from its coordinates.
    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// Points drawn in their order as one line.
  public struct Series: Hashable, Sendable {
    /// The name in the legend.
    public var name: String
    /// The points in the order in which they are connected.
    public var points: [Point]
    /// How it is drawn; nil gives each such series of a chart a pattern of its own.
    public var line: Line?
    /// Whether it is drawn stronger than the others and above them.
    public var isEmphasised: Bool
    /// Whether each value has a dot on the line.
    public var hasDots: Bool
    /// The place of its colour in the palette; nil is that of the series in the chart.
    public var colorIndex: Int?

    /// A series of points.
    public init(
      name: String, points: [Point], line: Line? = nil, isEmphasised: Bool = false, hasDots: Bool = false,
      colorIndex: Int? = nil
    ) {
      self.name = name
      self.points = points
      self.line = line
      self.isEmphasised = isEmphasised
      self.hasDots = hasDots
      self.colorIndex = colorIndex
    }
  }

  /// The space between two lines, filled softly, such as the interval of a prediction.
  public struct Band: Hashable, Sendable {
    /// The two ends of a band at one place.
    public struct Edge: Hashable, Sendable {
      /// The place along the horizontal axis.
      public var x: Double
      /// The lower end.
      public var lower: Double
      /// The upper end.
      public var upper: Double

      /// An edge from its ends.
      public init(x: Double, lower: Double, upper: Double) {
        self.x = x
        self.lower = lower
        self.upper = upper
      }
    }

    /// The name in the legend.
    public var name: String
    /// Its ends, from left to right.
    public var edges: [Edge]
    /// The place of its colour in the palette; nil is the colour of the last series, where forecasts stand.
    public var colorIndex: Int?

    /// A band between two ends at each place.
    public init(name: String, edges: [Edge], colorIndex: Int? = nil) {
      self.name = name
      self.edges = edges
      self.colorIndex = colorIndex
    }
  }

  /// A vertical rule with words beside it, such as where the test part begins.
  public struct Marker: Hashable, Sendable {
    /// The place along the horizontal axis.
    public var x: Double
    /// The words.
    public var label: String

    /// A rule at a place.
    public init(x: Double, label: String) {
      self.x = x
      self.label = label
    }
  }

  /// What the chart shows, in a few words.
  public var title: String
  /// A second, quieter line.
  public var subtitle: String?
  /// The axis from left to right.
  public var horizontal: Axis
  /// The axis from bottom to top.
  public var vertical: Axis
  /// The lines; later ones lie above earlier ones.
  public var series: [Series]
  /// The bands behind the lines.
  public var bands: [Band]
  /// The vertical rules.
  public var markers: [Marker]
  /// What the vertical axis is to show at most; what lies beyond is drawn at its end. Nil for all values.
  public var verticalLimits: ClosedRange<Double>?

  /// A chart of some series, bands and markers.
  public init(
    title: String, subtitle: String? = nil, horizontal: Axis, vertical: Axis, series: [Series], bands: [Band] = [],
    markers: [Marker] = []
  ) {
    self.title = title
    self.subtitle = subtitle
    self.horizontal = horizontal
    self.vertical = vertical
    self.series = series
    self.bands = bands
    self.markers = markers
  }
}

extension LineChart.Axis {
  /// What the axis measures, in words.
  public var label: String {
    switch self {
    case .number(let label), .logarithmic(let label), .date(let label): label
    }
  }
}
