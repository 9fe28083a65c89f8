/// The places that a model has read, each on the colour of what tells most of one cell, its state.
struct HeatMap {
  let places: [TracedPlaces.Place]
  let shades: [Float]
  private let mayJoin: Bool

  init(_ traced: TracedPlaces, layer: ActivationRecord, unit: Int, limit: Int = .max) {
    let count = min(limit, traced.places.count)
    places = Array(traced.places.prefix(count))
    mayJoin = traced.mayJoin
    let quantity = layer.mainQuantity
    shades = (layer.values[quantity] ?? []).prefix(count).map { quantity.shade(of: $0[unit]) }
  }

  /// One element a place, which the script recolours.
  var separate: String {
    zip(places, shades).map { place, shade in
      Self.element(place.html, Shade.name(of: shade), attributes: place.attributes)
    }.joined()
  }

  /// For maps that never change: where neighbours may share an element, one for each run of the same colour.
  var fixed: String { mayJoin ? runs : separate }

  private var runs: String {
    var (result, run, name) = ("", "", "")
    for (place, shade) in zip(places, shades) {
      let next = Shade.name(of: shade)
      if next != name {
        if !run.isEmpty { result += Self.element(run, name) }
        (run, name) = ("", next)
      }
      run += place.html
    }
    return run.isEmpty ? result : result + Self.element(run, name)
  }

  /// - name: the class of the shade; empty for neutral.
  static func element(_ html: String, _ name: String = "", attributes: String = "") -> String {
    "<span\(name.isEmpty ? "" : " class=\"\(name)\"")\(attributes)>\(html)</span>"
  }
}
