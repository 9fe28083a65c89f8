import TestSupport

extension Picture {
  /// The pieces of a line's path as places, from the commands that lines are written in: M, l, and numbers.
  static func places(_ path: String) -> [[(x: Double, y: Double)]] {
    var pieces: [[(x: Double, y: Double)]] = []
    for piece in path.split(separator: "M") {
      var numbers: [Double] = []
      var word = ""
      for sign in String(piece) + " " {
        if sign.isNumber || sign == "." {
          word.append(sign)
          continue
        }
        if let number = Double(word) { numbers.append(number) }
        word = sign == "-" ? "-" : ""
      }
      var places: [(x: Double, y: Double)] = []
      for index in stride(from: 0, to: numbers.count - 1, by: 2) {
        let last = places.last ?? (0, 0)
        // Tenths of a pixel are written; sums of them are made exact again.
        func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
        places.append((tenths(last.x + numbers[index]), tenths(last.y + numbers[index + 1])))
      }
      pieces.append(places)
    }
    return pieces
  }

  /// A straight line of the grid, of an axis or of a marker.
  struct Rule {
    var from: (x: Double, y: Double)
    var to: (x: Double, y: Double)

    init?(_ path: String) {
      let numbers = path.dropFirst().split { $0 == " " || $0 == "L" }.compactMap { Double($0) }
      guard path.contains("L"), !path.contains("l"), numbers.count == 4 else { return nil }
      from = (numbers[0], numbers[1])
      to = (numbers[2], numbers[3])
    }
  }

  /// The straight lines.
  var rules: [Rule] {
    let paths = elements.filter { $0.name == "path" && $0.attributes["stroke-linejoin"] == nil }
    return paths.compactMap { Rule($0.attributes["d"] ?? "") }
  }

  /// The lines of the data: their paths have a width of their own.
  var lines: [[[(x: Double, y: Double)]]] {
    elements.filter { $0.attributes["stroke-linejoin"] != nil }.compactMap { $0.attributes["d"] }.map(Picture.places)
  }
}
