/// A colour of a chart as the attributes of an element, for which the style sheet has a brighter one on dark pages.
package struct SVGInk {
  var attributes: String

  static let title = SVGInk(attributes: "class=\"lc-ink\" fill=\"currentColor\" color=\"\(Palette.ink.base)\"")
  static let muted = SVGInk(attributes: "class=\"lc-muted\" fill=\"currentColor\" color=\"\(Palette.mutedInk.base)\"")

  /// The colour of a series or band, as the `currentColor` of its element.
  static func series(_ index: Int) -> SVGInk {
    let place = (index % Palette.series.count + Palette.series.count) % Palette.series.count
    return SVGInk(attributes: "class=\"lc-\(place)\" color=\"\(Palette.series[place].base)\"")
  }

  /// Tells a browser that shows the picture by itself to put it on a ground that suits its colours. On the element and
  /// not in the style sheet, which a page around it would share.
  package static let colorScheme = "color-scheme:light dark"

  /// What changes on dark pages and in print. The same in every chart, so that several in one page agree.
  static let styleSheet: String = {
    let dark = Palette.series.enumerated().map { ".lc-\($0){color:\($1.dark)}" }.joined()
    return "<style>@media (prefers-color-scheme:dark){.lc-ink{color:\(Palette.ink.dark)}"
      + ".lc-muted{color:\(Palette.mutedInk.dark)}\(dark)}@media print{.lc-ink,.lc-muted{color:#000}}</style>\n"
  }()
}
