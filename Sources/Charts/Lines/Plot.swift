/// A place in pixels or dots, downwards from the upper left corner.
package struct Place: Hashable {
  /// To the right.
  package var x: Double
  /// Downwards.
  package var y: Double

  /// A place from its coordinates.
  package init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }

  /// The nearest whole pixel.
  var rounded: Place { Place(x.rounded(), y.rounded()) }
}

/// A rectangle with the axes of a chart, and what lies in it.
struct Plot {
  var left: Double
  var top: Double
  var width: Double
  var height: Double
  var horizontal: Scale
  var vertical: Scale

  var right: Double { left + width }
  var bottom: Double { top + height }

  func x(_ value: Double) -> Double? { horizontal.fraction(value).map { left + $0 * width } }

  /// What lies beyond the axis, where the chart has limits, is drawn at its end.
  func y(_ value: Double) -> Double? { vertical.fraction(value).map { bottom - min(max($0, 0), 1) * height } }

  /// The pieces of a line between its gaps, none of them empty.
  func pieces(of points: [LineChart.Point]) -> [[Place]] {
    var (pieces, piece): ([[Place]], [Place]) = ([], [])
    piece.reserveCapacity(points.count)
    for point in points {
      if let x = x(point.x), let y = y(point.y) {
        piece.append(Place(x, y))
      } else if !piece.isEmpty {
        pieces.append(piece)
        piece = []
      }
    }
    return piece.isEmpty ? pieces : pieces + [piece]
  }

  /// The pieces of a band between its gaps: the upper and the lower line of each.
  func pieces(of edges: [LineChart.Band.Edge]) -> [(upper: [Place], lower: [Place])] {
    edges.map { edge -> (Place, Place)? in
      guard let x = x(edge.x), let upper = y(edge.upper), let lower = y(edge.lower) else { return nil }
      return (Place(x, min(upper, lower)), Place(x, max(upper, lower)))
    }.split { $0 == nil }.map { piece in
      (upper: piece.compactMap { $0?.0 }, lower: piece.compactMap { $0?.1 })
    }
  }
}

/// Leaves out what a picture has no room for.
enum Thinning {
  /// Of consecutive places in one column of pixels the highest and the lowest, in their order, so that no peak is
  /// lost; at the ends of a line also the first and the last. O(n).
  static func columns(_ places: [Place]) -> [Place] {
    guard places.count > 4 else { return places }
    var result = [places[0]]
    var start = 0
    while start < places.count {
      let column = places[start].x.rounded(.down)
      var lowest = start
      var highest = start
      var end = start
      while end < places.count, places[end].x.rounded(.down) == column {
        if places[end].y < places[lowest].y { lowest = end }
        if places[end].y > places[highest].y { highest = end }
        end += 1
      }
      for index in Set([lowest, highest]).sorted() where index > 0 { result.append(places[index]) }
      start = end
    }
    if let last = places.last, result.last != last { result.append(last) }
    return result
  }

  /// Of single points that lie on one another only one. O(n).
  static func grid(_ places: [Place], cell: Double) -> [Place] {
    var seen: Set<[Int]> = []
    return places.filter { seen.insert([Int($0.x / cell), Int($0.y / cell)]).inserted }
  }
}
