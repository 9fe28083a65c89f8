/// Horizontal bars: some sections, each with rows, each with a bar for every series.
///
/// A section has a scale of its own, which begins at zero. The same chart always gives the same bytes.
public struct BarChart: Hashable, Sendable {
  /// Bars of one measure.
  public struct Section: Hashable, Sendable {
    /// What the bars measure.
    public var title: String
    /// What stands behind a number, such as ` %`.
    public var unit: String
    /// Decimals of the numbers.
    public var places: Int
    /// The rows from top to bottom.
    public var rows: [Row]

    /// A section from its parts.
    public init(title: String, unit: String = "", places: Int, rows: [Row]) {
      (self.title, self.unit, self.places, self.rows) = (title, unit, places, rows)
    }
  }

  /// A bar for every series, one below the other.
  public struct Row: Hashable, Sendable {
    /// What is measured.
    public var name: String
    /// A value for each series, 0 or more; not a number where there is none.
    public var values: [Double]

    /// A row from its values.
    public init(name: String, values: [Double]) { (self.name, self.values) = (name, values) }
  }

  /// What the chart shows, in a few words.
  public let title: String
  /// A second, quieter line.
  public let subtitle: String?
  /// The names of the series, which the legend has where there are several.
  public let series: [String]
  /// The sections from top to bottom; those without rows are not shown.
  public let sections: [Section]

  /// A chart whose rows have as many values as there are series.
  public init(title: String, subtitle: String? = nil, series: [String], sections: [Section]) {
    for row in sections.flatMap(\.rows) {
      precondition(row.values.count == series.count, "\(row.values.count) values for \(series.count) series")
    }
    (self.title, self.subtitle, self.series) = (title, subtitle, series)
    self.sections = sections.filter { !$0.rows.isEmpty }
  }
}
