import Notation

/// A cell with a heat map of its own, and why.
struct ShownCell {
  /// The place of its layer in the record.
  let index: Int
  let unit: Int
  let match: CellMatch?

  /// The best matches, one for each cell; where fewer than `fewest` deserve it, also the cells that move most.
  static func choose(
    from traced: TracedPlaces, fewest: Int = 3, most: Int = 5
  ) -> [ShownCell] {
    guard !traced.places.isEmpty else { return [] }
    var result: [ShownCell] = []
    func add(_ cell: ShownCell) {
      guard result.count < most, !result.contains(where: { ($0.index, $0.unit) == (cell.index, cell.unit) }) else {
        return
      }
      result.append(cell)
    }
    for match in traced.search.matches where match.isFound || match.score >= 0.3 {
      add(ShownCell(index: match.index(in: traced.layers), unit: match.unit, match: match))
    }
    if result.count < fewest {
      var moving: [(deviation: Double, cell: ShownCell)] = []
      for (index, layer) in traced.layers.enumerated() {
        for unit in 0..<layer.units {
          let values = layer.mainSeries(ofUnit: unit)
          let mean = values.reduce(0, +) / Double(values.count)
          let deviation = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
          moving.append((deviation, ShownCell(index: index, unit: unit, match: nil)))
        }
      }
      for (_, cell) in moving.sorted(by: { $0.deviation > $1.deviation }).prefix(2 * fewest) where result.count < fewest
      { add(cell) }
    }
    return result
  }

  /// Where its map is in the page.
  var anchor: String { "cell-\(index)-\(unit)" }

  func caption(in layers: [ActivationRecord]) -> String {
    let place = "\(layers[index].name), unit \(unit), \(layers[index].mainQuantity.name)"
    guard let match else { return place }
    return
      "\(place) · \(match.feature): r = \(NumberFormat.fixed(match.correlation, places: 2))\(match.isFound ? "" : ", weak")"
  }
}

extension CellMatch {
  /// The place of its layer in the record that was searched.
  func index(in layers: [ActivationRecord]) -> Int {
    layers.firstIndex { $0.layer == layer && $0.isReversed == isReversed } ?? 0
  }
}
