import Charts
import Network
import Notation

/// One layer's gates by how often they are nearly open and nearly closed (Karpathy, Johnson and Li 2015, figure 3).
///
/// Every mark is one unit's gate: to the right, the more time above 0.9; upwards, the more time below 0.1. The two
/// fractions add to at most 1.
public struct SaturationPlot: Sendable {
  /// The drawing, to stand alone or within a page.
  public let svg: String

  private static let (left, top, side) = (66.0, 20.0, 300.0)

  /// Draws the gates of a layer.
  public init(_ saturation: Saturation) {
    var drawing = Drawing()
    Self.drawAxes(&drawing)
    for (row, gate) in saturation.gates.enumerated() {
      // A layer of hundreds of units is a cloud: lighter marks show where it is dense.
      let fill = gate.high.count > 100 ? 0.15 : 0.35
      for unit in gate.high.indices {
        let title =
          "\(gate.gate.name) of unit \(unit): above 0.9 \(NumberFormat.fixed(gate.high[unit], places: 2)), "
          + "below 0.1 \(NumberFormat.fixed(gate.low[unit], places: 2)) of the time"
        Self.mark(&drawing, gate.gate, at: Self.place(gate.high[unit], gate.low[unit]), fill: fill, title: title)
      }
      let y = Self.top + 22 + Double(row) * 24
      Self.mark(&drawing, gate.gate, at: .init(Self.left + 204, y), fill: 0.35, title: nil)
      drawing.text(gate.gate.name, at: .init(Self.left + 216, y + 4.5), size: 13, .text)
    }
    let layer = ActivationRecord.name(layer: saturation.layer, isReversed: saturation.isReversed)
    svg = drawing.svg(
      width: Self.left + Self.side + 24, height: Self.top + Self.side + 62,
      title: "Saturation of the gates of \(layer)",
      style: .diagram)
  }

  private static func place(_ right: Double, _ up: Double) -> Place {
    .init(left + right * side, top + (1 - up) * side)
  }

  private static func drawAxes(_ drawing: inout Drawing) {
    for tick in [0.0, 0.25, 0.5, 0.75, 1] {
      let (x, y) = (place(tick, 0), place(0, tick))
      drawing.line([x, .init(x.x, x.y + 5)], .flow, width: 1)
      drawing.line([y, .init(y.x - 5, y.y)], .flow, width: 1)
      drawing.text(NumberFormat.short(tick, places: 2), at: .init(x.x, x.y + 20), size: 12, .faint, anchor: .middle)
      drawing.text(NumberFormat.short(tick, places: 2), at: .init(y.x - 9, y.y + 4), size: 12, .faint, anchor: .end)
    }
    drawing.line([place(0, 1), place(0, 0), place(1, 0)], .flow, width: 1.2, radius: 0)
    drawing.line([place(0, 1), place(1, 0)], .flow, width: 1.2, style: .dashed)
    let middle = place(0.5, 0.5)
    drawing.text("x + y = 1", at: .init(middle.x + 8, middle.y - 8), size: 12, .faint, anchor: .middle, turned: 45)
    drawing.text(
      "share of time above 0.9 (right-saturated)", at: .init(place(0.5, 0).x, top + side + 46), size: 13, .text,
      anchor: .middle)
    drawing.text(
      "share of time below 0.1 (left-saturated)", at: .init(18, place(0, 0.5).y), size: 13, .text, anchor: .middle,
      turned: -90)
  }

  /// Circle, diamond and triangle: the gates differ without their colours.
  private static func mark(
    _ drawing: inout Drawing, _ gate: CellQuantity, at p: Place, fill: Double, title: String?
  ) {
    switch gate {
    case .inputGate: drawing.circle(p, radius: 4, Ink(gate).svg, fill: fill, title: title)
    case .forgetGate:
      drawing.polygon(
        [.init(p.x, p.y - 5.5), .init(p.x + 5.5, p.y), .init(p.x, p.y + 5.5), .init(p.x - 5.5, p.y)], Ink(gate).svg,
        fill: fill,
        title: title)
    default:
      drawing.polygon(
        [.init(p.x, p.y - 5.5), .init(p.x + 5, p.y + 3.5), .init(p.x - 5, p.y + 3.5)], Ink(gate).svg, fill: fill,
        title: title)
    }
  }
}
