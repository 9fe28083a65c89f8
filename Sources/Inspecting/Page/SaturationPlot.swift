import Charts
import Network
import Notation

/// One layer's gates by how often they are nearly open and nearly closed (Karpathy, Johnson and Li 2015, figure 3).
///
/// A panel for each gate, in which every mark is one unit: to the right, the more time above 0.9; upwards, the more time
/// below 0.1. The two fractions add to at most 1.
public struct SaturationPlot: Sendable {
  /// The drawing, to stand alone or within a page.
  public let svg: String

  private static let (left, top, side, between) = (66.0, 34.0, 190.0, 52.0)

  /// Draws the gates of a layer.
  public init(_ saturation: Saturation) {
    var drawing = Drawing()
    for (number, gate) in saturation.gates.enumerated() {
      let corner = Place(Self.left + Double(number) * (Self.side + Self.between), Self.top)
      Self.drawAxes(&drawing, at: corner)
      drawing.text(
        gate.gate.name, at: .init(corner.x + Self.side / 2, corner.y - 14), size: 14, Ink(gate.gate).svg,
        anchor: .middle, isBold: true)
      // A layer of hundreds of units is a cloud: lighter marks show where it is dense, and none can be pointed at.
      let isCloud = gate.high.count > 100
      let titles = gate.high.indices.map { unit in
        "\(gate.gate.name) of unit \(unit): above 0.9 \(NumberFormat.fixed(gate.high[unit], places: 2)), "
          + "below 0.1 \(NumberFormat.fixed(gate.low[unit], places: 2)) of the time"
      }
      drawing.rings(
        zip(gate.high, gate.low).map { Self.place($0, $1, in: corner) }, radius: 3.5, Ink(gate.gate).svg,
        fill: isCloud ? 0.15 : 0.35, titles: isCloud ? [] : titles)
    }
    let panels = Double(saturation.gates.count)
    let right = Self.left + panels * (Self.side + Self.between) - Self.between
    drawing.text(
      "fraction of time below 0.1", at: .init(18, Self.top + Self.side / 2), size: 13, .text, anchor: .middle,
      turned: -90)
    drawing.text(
      "fraction of time above 0.9", at: .init((Self.left + right) / 2, Self.top + Self.side + 46), size: 13, .text,
      anchor: .middle)
    let layer = ActivationRecord.name(layer: saturation.layer, isReversed: saturation.isReversed)
    svg = drawing.svg(
      width: right + 24, height: Self.top + Self.side + 62,
      title: "Saturation of the gates of \(layer)", style: .diagram)
  }

  private static func place(_ right: Double, _ up: Double, in corner: Place) -> Place {
    .init(corner.x + right * side, corner.y + (1 - up) * side)
  }

  /// The axes of a panel, up to the diagonal that no mark can pass.
  private static func drawAxes(_ drawing: inout Drawing, at corner: Place) {
    func place(_ right: Double, _ up: Double) -> Place { Self.place(right, up, in: corner) }
    for tick in [0.0, 0.5, 1] {
      let (x, y) = (place(tick, 0), place(0, tick))
      drawing.line([x, .init(x.x, x.y + 5)], .flow, width: 1)
      drawing.line([y, .init(y.x - 5, y.y)], .flow, width: 1)
      drawing.text(NumberFormat.short(tick, places: 2), at: .init(x.x, x.y + 20), size: 12, .faint, anchor: .middle)
      drawing.text(NumberFormat.short(tick, places: 2), at: .init(y.x - 9, y.y + 4), size: 12, .faint, anchor: .end)
    }
    drawing.line([place(0, 1), place(0, 0), place(1, 0)], .flow, width: 1.2, radius: 0)
    drawing.line([place(0, 1), place(1, 0)], .flow, width: 1.2, style: .dashed)
  }
}
