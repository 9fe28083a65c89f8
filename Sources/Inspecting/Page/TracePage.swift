import Charts
import Notation

/// One HTML page that shows what the cells of a model did over a text or a series, each place on the colour of a chosen cell
/// (after Karpathy, Johnson and Li, "Visualizing and Understanding Recurrent Networks", 2015).
///
/// Goals, in order: it is one file and asks no network; without its script it still shows the most telling cells;
/// any text, however strange, stays text; a long text and a large network make a page that can be mailed. What the cells
/// remember is stored in half a byte for each cell and place, all that the cells do in a byte for the few cells that the
/// page names: about 0.7 · T · H bytes for each layer and direction.
public struct TracePage: Sendable {
  /// The page, UTF-8.
  public let html: String

  /// How many places a map without the script shows.
  static let mapPlaces = 1500

  /// Makes the page of a text; throws when the record is not valid.
  public init(_ record: TextRecord, title: String) throws(InspectingError) {
    try record.validate()
    self.init(
      TracedPlaces(record), title: title,
      explanation: "Each character lies on the colour of one cell after reading it.")
  }

  /// Makes the page of a series; throws when the record is not valid.
  public init(_ record: SeriesRecord, title: String) throws(InspectingError) {
    try record.validate()
    self.init(
      TracedPlaces(record), title: title,
      explanation: "Each row is a column on the colour of one cell after reading the row; the mark in it is the value.")
  }

  private init(_ traced: TracedPlaces, title: String, explanation: String) {
    let shown = ShownCell.choose(from: traced)
    html =
      PicturePage(
        title: title, style: "\(Self.style)\n\(Shade.style)",
        body: """
          <header>
          <h1>\(Markup.escaped(title))</h1>
          <p>\(NumberFormat.grouped(traced.places.count)) \(traced.noun), \(NumberFormat.grouped(traced.units)) cells. \
          \(explanation)</p>
          </header>
          <main>
          <div class="pair">
          \(Self.viewer(traced, shown.first))
          \(Self.matches(traced, shown))
          </div>
          \(Self.mapSection(traced, shown.dropFirst()))
          \(Self.saturationSection(traced))
          </main>
          <script type="application/json" id="trace">\(TraceData(traced, told: shown).json)</script>
          <script>
          \(Self.script)
          </script>
          """
      ).html
  }

  /// The text with the controls, which the script brings to life.
  private static func viewer(_ traced: TracedPlaces, _ first: ShownCell?) -> String {
    let text =
      first.map { HeatMap(traced, layer: traced.layers[$0.index], unit: $0.unit).separate }
      ?? traced.places.map { HeatMap.element($0.html, attributes: $0.attributes) }.joined()
    let layers = traced.layers.enumerated().map { index, layer in
      "<option value=\"\(index)\"\(index == first?.index ? " selected" : "")>\(Markup.escaped(layer.name))</option>"
    }.joined()
    return """
      <section class="viewer">
      <div class="bar">
      <div class="controls" id="controls" hidden>
      <label>Layer <select id="layer">\(layers)</select></label>
      <label>Unit <button type="button" id="previous" aria-label="previous unit">‹</button><input id="unit" \
      type="number" min="0" value="\(first?.unit ?? 0)">\
      <button type="button" id="next" aria-label="next unit">›</button></label>
      <label>Show <select id="quantity"></select></label>
      <span class="hint"><kbd>←</kbd> <kbd>→</kbd> other units</span>
      </div>
      \(Shade.legend)
      <p class="status" id="status">\(Markup.escaped(first?.caption(in: traced.layers) ?? "There are no cells to show."))</p>
      </div>
      <div class="\(traced.whole)" id="text">\(text)</div>
      </section>
      """
  }

  private static func mapSection(_ traced: TracedPlaces, _ shown: some Collection<ShownCell>) -> String {
    guard !shown.isEmpty else { return "" }
    let maps = shown.map { cell -> String in
      let map = HeatMap(traced, layer: traced.layers[cell.index], unit: cell.unit, limit: mapPlaces)
      let rest =
        map.places.count < traced.places.count
        ? "<p class=\"more\">The first \(NumberFormat.grouped(mapPlaces)) \(traced.noun).</p>" : ""
      return """
        <figure id="\(cell.anchor)">
        <figcaption>\(Markup.escaped(cell.caption(in: traced.layers)))</figcaption>
        <div class="\(traced.whole)">\(map.fixed)</div>\(rest)
        </figure>
        """
    }
    return """
      <section class="maps">
      <h2>More cells that tell something</h2>
      <div class="row">
      \(maps.joined(separator: "\n"))
      </div>
      </section>
      """
  }

  private static func saturationSection(_ traced: TracedPlaces) -> String {
    let figures = traced.layers.compactMap { layer -> String? in
      let saturation = Saturation(of: layer)
      guard !saturation.gates.isEmpty else { return nil }
      return
        "<figure>\n<figcaption>\(Markup.escaped(layer.name))</figcaption>\n\(SaturationPlot(saturation).svg)</figure>"
    }
    guard !figures.isEmpty else { return "" }
    return """
      <section class="plots">
      <h2>Saturation of the gates</h2>
      <p>Each mark is one unit's gate: the further right, the more of the time it was nearly open; the further up, the \
      more of the time nearly closed. A forget gate at the far right belongs to a cell that remembers for long.</p>
      <div class="row">
      \(figures.joined(separator: "\n"))
      </div>
      </section>
      """
  }
}
