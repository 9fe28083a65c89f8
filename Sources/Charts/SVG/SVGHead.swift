import Notation

/// The words above a picture: its title, a quieter line, and a legend whose rows are as full as they get.
struct SVGHead {
  private let titleLines: [String]
  private let subtitleLines: [String]
  /// What stands in the legend, shortened to fit.
  private let names: [String]
  private let rows: [Range<Int>]
  /// The height at which the legend begins.
  private let legendTop: Double
  /// The height below the words.
  let bottom: Double

  /// Arranges words over a width between the margins.
  init(title: String, subtitle: String?, names: [String], width: Double) {
    titleLines = Self.lines(title, size: SVGLayout.titleSize, isBold: true, limit: width)
    subtitleLines = Self.lines(subtitle ?? "", size: SVGLayout.subtitleSize, isBold: false, limit: width)
    let before = SVGLayout.sample + SVGLayout.sampleGap
    self.names = names.map { TextWidth.shortened($0, to: width - before, width: SVGLayout.width) }
    rows = Placement.rows(widths: self.names.map { before + SVGLayout.width($0) }, gap: 20, limit: width)
    var top = 12 + 21 * Double(titleLines.count) + 18 * Double(subtitleLines.count)
    if !rows.isEmpty { top += 6 }
    legendTop = top
    bottom = top + 20 * Double(rows.count)
  }

  /// Adds the words, and before each name its sample, which begins at a place.
  func draw(in drawing: inout Drawing, sample: (_ name: Int, _ place: Place, _ drawing: inout Drawing) -> Void) {
    var baseline = 12 + SVGLayout.titleSize
    for line in titleLines {
      drawing.text(line, at: Place(SVGLayout.margin, baseline), size: SVGLayout.titleSize, .title, isBold: true)
      baseline += 21
    }
    baseline -= 2
    for line in subtitleLines {
      drawing.text(line, at: Place(SVGLayout.margin, baseline), size: SVGLayout.subtitleSize, .muted)
      baseline += 18
    }
    for (row, entries) in rows.enumerated() {
      let middle = legendTop + 20 * Double(row) + 10
      var x = SVGLayout.margin
      for entry in entries {
        sample(entry, Place(x, middle), &drawing)
        x += SVGLayout.sample + SVGLayout.sampleGap
        drawing.text(names[entry], at: Place(x, middle + 4), size: SVGLayout.textSize, .title)
        x += SVGLayout.width(names[entry]) + 20
      }
    }
  }

  /// Words in at most two lines, broken at spaces.
  private static func lines(_ text: String, size: Double, isBold: Bool, limit: Double) -> [String] {
    func width(_ text: String) -> Double { TextWidth.pixels(text, size: size, isBold: isBold) }
    let words = TextWidth.oneLine(text).split(separator: " ").map(String.init)
    guard !words.isEmpty else { return [] }
    let rows = Placement.rows(widths: words.map(width), gap: width(" "), limit: limit)
    let first = words[rows[0]].joined(separator: " ")
    let rest = words[rows[0].upperBound...].joined(separator: " ")
    return [first, rest].filter { !$0.isEmpty }.map { TextWidth.shortened($0, to: limit, width: width) }
  }
}
