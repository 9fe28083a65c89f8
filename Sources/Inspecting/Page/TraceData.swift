import FoundationEssentials
import Network
import Notation

/// What the cells did as the page's script reads it: what every cell remembers, coarsely, and of some cells all there is.
///
/// Only numbers, fixed words and base 64: nothing of the text, so that nothing can end the script element.
package struct TraceData {
  /// The JSON.
  let json: String

  /// - told: the cells of which all quantities are kept.
  init(_ traced: TracedPlaces, told: [ShownCell]) {
    let cells =
      told
      + traced.search.matches.map {
        ShownCell(index: $0.index(in: traced.layers), unit: $0.unit, match: $0)
      }
    let layers = traced.layers.enumerated().map { index, layer in
      Self.json(of: layer, units: Set(cells.filter { $0.index == index }.map(\.unit)).sorted())
    }
    let predictions = traced.predictions.map { values in
      "[" + values.map { $0.map { NumberFormat.short(Double($0), places: 4) } ?? "null" }.joined(separator: ",") + "]"
    }
    json =
      "{\"length\":\(traced.places.count),\"predictions\":\(predictions ?? "null"),"
      + "\"layers\":[\(layers.joined(separator: ","))]}"
  }

  private static func json(of layer: ActivationRecord, units: [Int]) -> String {
    let main = layer.mainQuantity
    let quantities = [main] + layer.quantities.filter { $0 != main }
    let names = quantities.map { "{\"name\":\"\($0.name)\",\"isGate\":\($0.kind == .gate)}" }
    let told = units.map { unit in
      let shades = quantities.map { quantity in
        "\"\(base64((layer.values[quantity] ?? []).map { byte(quantity.shade(of: $0[unit]), levels: 127) }))\""
      }
      return "\"\(unit)\":[\(shades.joined(separator: ","))]"
    }
    return "{\"name\":\"\(layer.name)\",\"units\":\(layer.units),\"quantities\":[\(names.joined(separator: ","))],"
      + "\"coarse\":\"\(base64(coarse(layer.values[main] ?? [], main, units: layer.units)))\","
      + "\"told\":{\(told.joined(separator: ","))}}"
  }

  /// `[H][T]`, a unit's values together, two in a byte, the first in the upper half: 7 for a shade of 0, 0 for −1, 14 for 1.
  private static func coarse(_ rows: [[Float]], _ quantity: CellQuantity, units: Int) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: (rows.count * units + 1) / 2)
    for unit in 0..<units {
      for (t, row) in rows.enumerated() {
        let place = unit * rows.count + t
        let level = byte(quantity.shade(of: row[unit]), levels: 7)
        result[place / 2] |= place.isMultiple(of: 2) ? level << 4 : level
      }
    }
    return result
  }

  /// A shade as one of so many levels on each side of neutral, from 0 on.
  private static func byte(_ shade: Float, levels: Float) -> UInt8 { UInt8((shade * levels).rounded() + levels) }

  /// RFC 4648.
  package static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
