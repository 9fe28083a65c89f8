import Charts

/// A picture of where the bits go, of one model or of several side by side.
public struct ErrorChart: Sendable {
  /// The picture.
  public let svg: String

  /// - reports: of each model, over the same text, with the model's name.
  public init(_ reports: [(name: String, report: ErrorReport)], title: String) {
    let all = reports.map(\.report)
    func rows(_ parts: [[ErrorReport.Part]], _ value: (ErrorReport.Part, ErrorReport) -> Double) -> [BarChart.Row] {
      ErrorReport.names(parts).map { name in
        BarChart.Row(
          name: name,
          values: zip(parts, all).map { parts, report in
            parts.first { $0.name == name }.map { value($0, report) } ?? .nan
          })
      }
    }
    func errorRate(_ part: ErrorReport.Part, _ report: ErrorReport) -> Double { 100 * part.errorRate }
    svg = BarChart(
      title: title, subtitle: "An error is a character whose probability was below one half.",
      series: reports.map(\.name),
      sections: [
        .init(
          title: "Bits a character of the text: errors by the first reason that fits, and the rest", places: 3,
          rows: rows(all.map { $0.reasons + [$0.predicted] }) { $0.bits / Double(max(1, $1.whole.characters)) }),
        .init(
          title: "Errors among the characters of each kind", unit: " %", places: 1,
          rows: rows(all.map(\.kinds), errorRate)),
        .init(
          title: "Errors among closing brackets and quotation marks, by the distance to their opening", unit: " %",
          places: 1, rows: rows(all.map(\.closings), errorRate)),
      ]
    ).svg()
  }
}

extension ErrorReport {
  /// The names of the parts that any of several models has, in their order.
  public static func names(_ parts: [[Part]]) -> [String] {
    let order = parts.flatMap { $0.map(\.name) }
    let known = ErrorReason.allCases.map(\.name) + CharacterKind.allCases.map(\.rawValue) + distances.map(\.name)
    return (known + order).reduce(into: []) { if order.contains($1) && !$0.contains($1) { $0.append($1) } }
  }
}

extension ErrorReport.Part {
  /// The fraction of the characters that were errors.
  public var errorRate: Double { characters == 0 ? 0 : Double(errors) / Double(characters) }
}
