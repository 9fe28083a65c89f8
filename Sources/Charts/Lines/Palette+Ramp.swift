extension Palette {
  /// Colours in an order, for values from low to high, equally far apart for the eye.
  ///
  /// The hue goes from blue over purple to orange at steps of equal lightness in OKLCH (Ottosson 2020). Low values have
  /// the strongest contrast with the page, on white as the darkest and on dark pages as the brightest. The rules are
  /// those of the other colours: at least 3 to 1 on white and on near-black.
  public static let ramp = [
    Color(base: "#025ebe", dark: "#b4d4fe", terminal: 25), Color(base: "#4955d1", dark: "#b8c6fe", terminal: 62),
    Color(base: "#724ecf", dark: "#c1b6fe", terminal: 62), Color(base: "#9248c3", dark: "#d49ffe", terminal: 98),
    Color(base: "#ad43b0", dark: "#e38ee4", terminal: 133), Color(base: "#c44097", dark: "#eb81c1", terminal: 168),
    Color(base: "#d64179", dark: "#ed769b", terminal: 168), Color(base: "#e34856", dark: "#e97074", terminal: 167),
    Color(base: "#e85627", dark: "#df6e4c", terminal: 166), Color(base: "#db7206", dark: "#cf6f19", terminal: 166),
  ]

  /// The index in the ramp of a place between the lowest value, 0, and the highest one, 1.
  static func rampStep(_ fraction: Double) -> Int { max(0, min(ramp.count - 1, Int(fraction * Double(ramp.count)))) }
}

extension SVGInk {
  /// The colour of a place between the lowest value, 0, and the highest, 1.
  static func ramp(_ fraction: Double) -> SVGInk {
    let step = Palette.rampStep(fraction)
    return SVGInk(className: "lc-r\(step)", color: Palette.ramp[step].base)
  }
}

extension Drawing.Style {
  /// That of charts whose colours are those of the ramp. What lies under words has the colour of the page.
  static let rampChart: Drawing.Style = {
    let dark = Palette.ramp.enumerated().map { ".lc-r\($0){color:\($1.dark)}" }.joined()
    return Drawing.Style(
      attributes: chart.attributes, declarations: chart.declarations,
      rules: chart.rules + "@media (prefers-color-scheme:dark){.lc-under{stroke:\(Palette.page.dark)}\(dark)}")
  }()
}
