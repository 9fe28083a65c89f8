import Notation
import FoundationEssentials
import Network

/// The states of all cells as the page's script reads them.
///
/// Only numbers, fixed words and base 64: nothing of the text, so that nothing can end the script element.
package enum TraceData {
  static func json(of record: TextRecord) -> String {
    let layers = record.layers.map { layer in
      let main = layer.mainQuantity
      let quantities = ([main] + layer.quantities.filter { $0 != main }).map { quantity in
        let rows = layer.values[quantity] ?? []
        return "{\"name\":\"\(quantity.name)\",\"isGate\":\(quantity.kind == .gate),"
          + "\"shades\":\"\(base64(shades(rows, quantity, units: layer.units)))\"}"
      }
      return
        "{\"name\":\"\(layer.name)\",\"units\":\(layer.units),\"quantities\":[\(quantities.joined(separator: ","))]}"
    }
    let predictions = record.predictions.map { values in
      "[" + values.map { $0.map { NumberFormat.short(Double($0), places: 4) } ?? "null" }.joined(separator: ",") + "]"
    }
    return "{\"length\":\(record.characters.count),\"predictions\":\(predictions ?? "null"),"
      + "\"layers\":[\(layers.joined(separator: ","))]}"
  }

  /// `[H][T]`, a unit's values together as they are shown: 127 for a shade of 0, 0 for −1, 254 for 1.
  private static func shades(_ rows: [[Float]], _ quantity: CellQuantity, units: Int) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(rows.count * units)
    for unit in 0..<units {
      for row in rows { result.append(UInt8((quantity.shade(of: row[unit]) * 127).rounded() + 127)) }
    }
    return result
  }

  /// RFC 4648.
  package static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
