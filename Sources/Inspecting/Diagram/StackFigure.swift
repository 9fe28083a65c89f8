import Charts
import Notation

/// The layers of a model as boxes one above the other, each with its shape and how many numbers it learns.
struct StackFigure {
  private enum Part {
    case plain(String)
    case layer(DrawnModel.Layer)

    var height: Double {
      switch self {
      case .plain: 44
      case .layer(let layer): layer.isBidirectional ? 142 : 68
      }
    }
  }

  private static let gap = 36.0
  private static let loop = 46.0

  /// From the output down to the input, as they are drawn.
  private let parts: [Part]
  private let boxWidth: Double
  let width: Double
  let height: Double

  init(_ model: DrawnModel) {
    parts =
      [.plain(model.output), .plain(model.readout)] + model.layers.reversed().map(Part.layer)
      + model.input.reversed().map(Part.plain)
    let widths =
      (model.input + [model.readout, model.output]).map { TextWidth.pixels($0, size: 14) }
      + model.layers.flatMap {
        [TextWidth.pixels($0.title, size: 16, isBold: true), TextWidth.pixels(Self.numbers($0), size: 13)]
      }
    boxWidth = max(230, (widths.max() ?? 0) + 36)
    let hasLoops = model.layers.contains { !$0.isBidirectional }
    width = boxWidth + (hasLoops ? Self.loop + 24 : 0)
    height = parts.reduce(0) { $0 + $1.height } + Self.gap * Double(parts.count - 1)
  }

  func draw(in drawing: inout Drawing, at origin: Place) {
    var y = origin.y
    for (at, part) in parts.enumerated() {
      let middle = Place(origin.x + boxWidth / 2, y + part.height / 2)
      switch part {
      case .plain(let text):
        drawing.box(middle: middle, width: boxWidth, height: part.height, .flow, radius: 22, fill: 0.06)
        drawing.text(text, at: .init(middle.x, middle.y + 5), .text, anchor: .middle)
      case .layer(let layer):
        drawing.box(middle: middle, width: boxWidth, height: part.height, .inputGate, radius: 10, fill: 0.1)
        drawing.text(layer.title, at: .init(middle.x, y + 29), size: 16, .text, anchor: .middle, isBold: true)
        drawing.text(Self.numbers(layer), at: .init(middle.x, y + 51), size: 13, .text, anchor: .middle)
        if layer.isBidirectional {
          drawLanes(in: &drawing, x: origin.x, y: y + 66)
        } else {
          drawLoop(in: &drawing, x: origin.x + boxWidth, y: middle.y)
        }
      }
      y += part.height
      if at + 1 < parts.count {
        drawing.line([.init(middle.x, y + Self.gap - 3), .init(middle.x, y + 4)], .flow, arrow: true)
      }
      y += Self.gap
    }
  }

  private static func numbers(_ layer: DrawnModel.Layer) -> String {
    "\(layer.outputShape)  ·  \(NumberFormat.grouped(layer.parameters)) parameters"
  }

  /// State handed on from one step to the next.
  private func drawLoop(in drawing: inout Drawing, x: Double, y: Double) {
    let right = x + Self.loop - 12
    drawing.line(
      [.init(x + 2, y - 18), .init(right, y - 18), .init(right, y + 18), .init(x + 4, y + 18)], .cell, arrow: true,
      radius: 18)
    drawing.text("c, h", at: .init(right + 8, y + 5), size: 13, .cell)
  }

  /// A row of steps for each direction, chained in the order of reading.
  private func drawLanes(in drawing: inout Drawing, x: Double, y: Double) {
    let steps = 5
    let (first, last) = (x + 104, x + boxWidth - 28)
    for (row, name) in ["forward", "backward"].enumerated() {
      let at = y + 16 + Double(row) * 34
      drawing.text(name, at: .init(x + 18, at + 4.5), size: 13, .text)
      let places = (0..<steps).map { first + (last - first) * Double($0) / Double(steps - 1) }
      for place in places { drawing.circle(.init(place, at), radius: 6, .inputGate, fill: 0.25) }
      for (a, b) in zip(places, places.dropFirst()) {
        let ends = [Place(a + 9, at), Place(b - 9, at)]
        drawing.line(row == 0 ? ends : ends.reversed(), .cell, width: 1.8, arrow: true)
      }
    }
  }
}
