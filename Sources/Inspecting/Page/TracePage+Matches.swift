import Notation

extension TracePage {
  /// The best cells as a list, each a link: to its map without the script, into the viewer with it.
  static func matches(_ traced: TracedPlaces, _ shown: [ShownCell]) -> String {
    let search = traced.search
    guard !search.matches.isEmpty else {
      return "<section class=\"matches\">\n<h2>Cells that follow the \(traced.whole)</h2>\n"
        + "<p>No feature varies in this \(traced.whole), or no cell moves.</p>\n</section>"
    }
    return """
      <section class="matches">
      <h2>Cells that follow the \(traced.whole)</h2>
      \(list(search.found, shown) ?? "<p>No cell follows a feature of the \(traced.whole) clearly.</p>")
      \(list(search.weak, shown).map { "<h3>Weak</h3>\n\($0)" } ?? "")
      <p class="note">\(Markup.escaped(search.note)) The score is |r|, the correlation between tanh(c) and the feature.</p>
      </section>
      """
  }

  private static func list(_ matches: [CellMatch], _ shown: [ShownCell]) -> String? {
    guard !matches.isEmpty else { return nil }
    let entries = matches.map { match -> String in
      let map = shown.dropFirst().first {
        $0.match?.layer == match.layer && $0.match?.isReversed == match.isReversed && $0.unit == match.unit
      }
      return """
        <li><a href="#\(map?.anchor ?? "text")" data-layer="\(match.layer)" data-reversed="\(match.isReversed)" \
        data-unit="\(match.unit)">\
        <span class="feature">\(Markup.escaped(match.feature))</span>\
        <span class="place">\(ActivationRecord.name(layer: match.layer, isReversed: match.isReversed)), \
        unit \(match.unit)</span>\
        <span class="score">\(NumberFormat.fixed(match.score, places: 2))</span>\
        <span class="gauge"><b style="width:\(NumberFormat.short(100 * match.score, places: 1))%"></b></span></a></li>
        """
    }
    return "<ol>\n\(entries.joined(separator: "\n"))\n</ol>"
  }
}
