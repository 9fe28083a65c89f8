/// A colour of a picture: a class, for which the style sheet has other colours on dark pages and in print.
package struct SVGInk {
  /// What makes `currentColor` of an element this colour.
  package let attributes: String
  /// The same for words, which are filled with it.
  let wordAttributes: String

  /// The ink of a class, with its colour where no style sheet is read; nil where the style sheet alone has one.
  package init(className: String, color: String? = nil) {
    let color = color.map { " color=\"\($0)\"" } ?? ""
    attributes = "class=\"\(className)\"" + color
    wordAttributes = "class=\"\(className)\" fill=\"currentColor\"" + color
  }

  /// The titles and legends of charts.
  static let title = SVGInk(className: "lc-ink", color: Palette.ink.base)
  /// The words and numbers of the axes of charts.
  static let muted = SVGInk(className: "lc-muted", color: Palette.mutedInk.base)

  /// The colour of a series or band of a chart.
  static func series(_ index: Int) -> SVGInk {
    let place = (index % Palette.series.count + Palette.series.count) % Palette.series.count
    return SVGInk(className: "lc-\(place)", color: Palette.series[place].base)
  }
}

extension Drawing.Style {
  /// That of all charts, so that several in one page agree.
  static let chart: Drawing.Style = {
    let dark = Palette.series.enumerated().map { ".lc-\($0){color:\($1.dark)}" }.joined()
    return Drawing.Style(
      attributes: "font-family=\"system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif\" "
        + "fill=\"none\"",
      declarations: ["max-width:100%", "height:auto", "font-variant-numeric:tabular-nums"],
      rules: "@media (prefers-color-scheme:dark){.lc-ink{color:\(Palette.ink.dark)}"
        + ".lc-muted{color:\(Palette.mutedInk.dark)}\(dark)}@media print{.lc-ink,.lc-muted{color:#000}}")
  }()
}
