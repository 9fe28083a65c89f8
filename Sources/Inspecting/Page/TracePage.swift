import Charts
import Notation

/// One HTML page that shows what the cells of a model did over a text, each character on the colour of a chosen cell
/// (after Karpathy, Johnson and Li, "Visualizing and Understanding Recurrent Networks", 2015).
///
/// Goals, in order: it is one file and asks no network; without its script it still shows the most telling cells;
/// any text, however strange, stays text. The states are stored in one byte each, which the colours cannot tell from
/// the exact values: about 8 · T · H bytes for each layer and direction.
public struct TracePage: Sendable {
  /// The page, UTF-8.
  public let html: String

  /// How much of the text such a map shows.
  static let mapCharacters = 1500

  /// Makes the page of a record; throws when the record is not valid.
  public init(_ record: TextRecord, title: String) throws(InspectingError) {
    try record.validate()
    let search = CellSearch(record)
    let shown = ShownCell.choose(from: record, search)
    let units = record.layers.reduce(0) { $0 + $1.units }
    html =
      PicturePage(
        title: title, style: "\(Self.style)\n\(Shade.style)",
        body: """
          <header>
          <h1>\(Markup.escaped(title))</h1>
          <p>\(NumberFormat.grouped(record.characters.count)) characters, \(NumberFormat.grouped(units)) cells. Each \
          character lies on the colour of one cell after reading it.</p>
          </header>
          <main>
          \(Self.viewer(record, shown.first))
          \(Self.matches(search, shown))
          \(Self.mapSection(record, shown.dropFirst()))
          \(Self.saturationSection(record))
          </main>
          <script type="application/json" id="trace">\(TraceData.json(of: record))</script>
          <script>
          \(Self.script)
          </script>
          """
      ).html
  }

  /// The text with the controls, which the script brings to life.
  private static func viewer(_ record: TextRecord, _ first: ShownCell?) -> String {
    let text =
      first.map { HeatMap(record, layer: record.layers[$0.index], unit: $0.unit).separateCharacters }
      ?? record.characters.map { "<span>\(VisibleCharacter($0).html)</span>" }.joined()
    let layers = record.layers.enumerated().map { index, layer in
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
      <p class="status" id="status">\(Markup.escaped(first?.caption(in: record) ?? "There are no cells to show."))</p>
      </div>
      <div class="text" id="text">\(text)</div>
      </section>
      """
  }

  private static func mapSection(_ record: TextRecord, _ shown: some Collection<ShownCell>) -> String {
    guard !shown.isEmpty else { return "" }
    let maps = shown.map { cell -> String in
      let map = HeatMap(record, layer: record.layers[cell.index], unit: cell.unit, limit: mapCharacters)
      let rest =
        map.characters.count < record.characters.count
        ? "<p class=\"more\">The first \(NumberFormat.grouped(mapCharacters)) characters.</p>" : ""
      return """
        <figure id="\(cell.anchor)">
        <figcaption>\(Markup.escaped(cell.caption(in: record)))</figcaption>
        <div class="text">\(map.runs)</div>\(rest)
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

  private static func saturationSection(_ record: TextRecord) -> String {
    let figures = record.layers.compactMap { layer -> String? in
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
