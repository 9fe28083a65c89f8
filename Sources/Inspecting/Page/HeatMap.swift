/// A text with each character on the colour of what tells most of one cell, its state.
struct HeatMap {
  let characters: [String]
  let shades: [Float]

  init(_ record: TextRecord, layer: ActivationRecord, unit: Int, limit: Int = .max) {
    let count = min(limit, record.characters.count)
    characters = Array(record.characters.prefix(count))
    let quantity = layer.mainQuantity
    shades = (layer.values[quantity] ?? []).prefix(count).map { quantity.shade(of: $0[unit]) }
  }

  /// One element a character, which the script recolours.
  var separateCharacters: String {
    zip(characters, shades).map { character, shade in
      Self.element(VisibleCharacter(character).html, Shade.name(of: shade))
    }.joined()
  }

  /// One element for each run of the same colour: smaller, for maps that never change.
  var runs: String {
    var (result, run, name) = ("", "", "")
    for (character, shade) in zip(characters, shades) {
      let next = Shade.name(of: shade)
      if next != name {
        if !run.isEmpty { result += Self.element(run, name) }
        (run, name) = ("", next)
      }
      run += VisibleCharacter(character).html
    }
    return run.isEmpty ? result : result + Self.element(run, name)
  }

  private static func element(_ html: String, _ name: String) -> String {
    name.isEmpty ? "<span>\(html)</span>" : "<span class=\"\(name)\">\(html)</span>"
  }
}
