/// The states of all cells as the page's script reads them.
///
/// Only numbers, fixed words and base 64: nothing of the text, so that nothing can end the script element.
package enum TraceData {
  static func json(of record: TextRecord) -> String {
    let layers = record.layers.map { layer in
      let quantities = CellQuantity.allCases.compactMap { quantity in
        layer.values(of: quantity).map { rows in
          "{\"name\":\"\(quantity.name)\",\"isGate\":\(quantity.isGate),"
            + "\"shades\":\"\(base64(shades(rows, quantity, units: layer.units)))\"}"
        }
      }
      return
        "{\"name\":\"\(layer.name)\",\"units\":\(layer.units),\"quantities\":[\(quantities.joined(separator: ","))]}"
    }
    let predictions = record.predictions.map { values in
      "[" + values.map { $0.map { short(Double($0), places: 4) } ?? "null" }.joined(separator: ",") + "]"
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
  package static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var group = 0
      for offset in 0..<3 { group = group << 8 | (offset < count ? Int(bytes[start + offset]) : 0) }
      for place in 0..<4 {
        result.append(place <= count ? alphabet[group >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
