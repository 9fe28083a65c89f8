import Network
import Notation

/// What a page shows of the places that a model has read, characters of a text or rows of a series, in their order.
struct TracedPlaces {
  /// One of the places: what stands in its element, and the attributes of the element.
  struct Place {
    let html: String
    var attributes = ""
  }

  let layers: [ActivationRecord]
  let places: [Place]
  /// What the places are, in the plural.
  let noun: String
  /// What they are part of: `text` or `series`, also a class of the page's style.
  let whole: String
  /// Whether neighbours of a colour may share an element.
  let mayJoin: Bool
  /// The probability of each place, where there are such.
  let predictions: [Float?]?
  let search: CellSearch

  init(_ record: TextRecord) {
    (layers, noun, whole, mayJoin) = (record.layers, "characters", "text", true)
    places = record.characters.map { Place(html: VisibleCharacter($0).html) }
    (predictions, search) = (record.predictions, CellSearch(record))
  }

  /// Each row is a column with a mark at the height of its value.
  init(_ record: SeriesRecord) {
    (layers, noun, whole, mayJoin) = (record.layers, "rows", "series", false)
    let (least, most) = (record.values.min() ?? 0, record.values.max() ?? 0)
    let range = max(most - least, .leastNormalMagnitude)
    places = record.values.indices.map { row in
      let value = record.values[row]
      let predicted = record.predictions[row].map { ", predicted \(Self.short($0, range))" } ?? ""
      let words = "\(record.dates[row]): \(record.target) \(NumberFormat.exact(value))\(predicted)"
      let height = NumberFormat.short(100 * (value - least) / range, places: 1)
      return Place(html: "", attributes: " style=\"--value:\(height)%\" title=\"\(Markup.escaped(words))\"")
    }
    (predictions, search) = (nil, CellSearch(record))
  }

  /// With decimals that a range can be told apart by.
  private static func short(_ value: Double, _ range: Double) -> String {
    var (places, size) = (0, range)
    while size < 1000 && places < 9 { (places, size) = (places + 1, size * 10) }
    return NumberFormat.short(value, places: places)
  }

  /// H of all layers and directions.
  var units: Int { layers.reduce(0) { $0 + $1.units } }
}
