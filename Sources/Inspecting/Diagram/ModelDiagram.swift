import Charts
import Kernels

/// A drawing of a model as it is configured: its layers on the left, the text entering below; on the right one cell
/// of every variant in it, down to its gates.
///
/// The background is transparent and every colour readable on light and on dark pages.
public struct ModelDiagram: Sendable {
  /// The drawing, to stand alone or within a page.
  public let svg: String

  /// Draws a model.
  public init(_ model: DrawnModel) {
    let stack = StackFigure(model)
    let cells = Self.cells(of: model)
    let margin = 24.0
    let between = 44.0
    let cellsHeight = cells.reduce(0) { $0 + $1.height } + between * Double(max(0, cells.count - 1))
    let height = max(stack.height, cellsHeight)
    var drawing = Drawing()
    stack.draw(in: &drawing, at: .init(margin, margin + (height - stack.height) / 2))
    var y = margin + (height - cellsHeight) / 2
    for cell in cells {
      cell.draw(in: &drawing, at: .init(margin + stack.width + between, y))
      y += cell.height + between
    }
    let width = stack.width + (cells.map(\.width).max().map { $0 + between } ?? 0)
    svg = drawing.svg(
      width: width + 2 * margin, height: height + 2 * margin, title: Self.title(model), style: .diagram)
  }

  private static func title(_ model: DrawnModel) -> String {
    "The model: " + (model.input + model.layers.map(\.title) + [model.readout, model.output]).joined(separator: ", ")
  }

  /// One figure for each distinct cell, in the order of the layers.
  private static func cells(of model: DrawnModel) -> [CellFigure] {
    var variants: [(cell: CellVariant, layers: [Int])] = []
    for (at, layer) in model.layers.enumerated() {
      if let known = variants.firstIndex(where: { $0.cell == layer.cell }) {
        variants[known].layers.append(at + 1)
      } else {
        variants.append((layer.cell, [at + 1]))
      }
    }
    return variants.map { variant in
      let title: String
      if variants.count == 1 {
        title = model.layers.count == 1 ? "One cell of the layer" : "One cell, in every layer the same"
      } else {
        let layers = variant.layers.map(String.init).joined(separator: ", ")
        title = "One cell of layer\(variant.layers.count > 1 ? "s" : "") \(layers)"
      }
      return CellFigure(variant.cell, title: title)
    }
  }
}
