import Charts
import Network

/// The colours of the drawings, the same for the same thing in every picture.
///
/// A picture may lie on a page whose theme is not the reader's system's, so that every colour, also those for one theme
/// alone, has a contrast of at least 3 to 1 on white and on a near-black page.
package enum Ink: String, CaseIterable, Sendable {
  case text, faint, flow, cell, inputGate, forgetGate, outputGate, candidate

  /// The hue, that of the charts.
  private var hue: Palette.Color {
    switch self {
    case .text: Palette.ink
    case .faint: Palette.mutedInk
    case .flow: Palette.grey
    case .cell: Palette.amber
    case .inputGate: Palette.blue
    case .forgetGate: Palette.orange
    case .outputGate: Palette.green
    case .candidate: Palette.purple
    }
  }

  /// For a page of unknown colour.
  package var color: String { hue.base }

  // Charts have lines in these hues and drawings words: hence shades of their own, with more contrast on the page of
  // their theme. The charts' colours for dark pages would vanish on white.

  /// As dark as a reader in a light theme may have it.
  package var onLight: String {
    switch self {
    case .text: "#5c6670"
    case .faint: "#6b7680"
    case .flow: "#6b7680"
    case .cell: "#96600a"
    case .inputGate: Palette.blue.base
    case .forgetGate: "#b84f00"
    case .outputGate: "#007a5e"
    case .candidate: "#9b4f86"
    }
  }

  /// As light as a reader in a dark theme may have it.
  package var onDark: String {
    switch self {
    case .text: "#8b959e"
    case .faint: "#848e97"
    case .flow: "#848e97"
    case .cell: "#c98518"
    case .inputGate: "#2e90d1"
    case .forgetGate: "#e0690b"
    case .outputGate: "#0a9f7d"
    case .candidate: "#c877ae"
    }
  }

  /// For the shapes and words of a drawing.
  var svg: SVGInk { SVGInk(className: "tg-\(rawValue)") }

  init(_ quantity: CellQuantity) {
    switch quantity {
    case .inputGate: self = .inputGate
    case .forgetGate: self = .forgetGate
    case .outputGate: self = .outputGate
    case .candidate: self = .candidate
    case .cell: self = .cell
    case .hidden: self = .flow
    }
  }
}

extension SVGInk {
  static let (text, faint, flow, cell) = (Ink.text.svg, Ink.faint.svg, Ink.flow.svg, Ink.cell.svg)
  static let (inputGate, forgetGate) = (Ink.inputGate.svg, Ink.forgetGate.svg)
  static let (outputGate, candidate) = (Ink.outputGate.svg, Ink.candidate.svg)
}

extension Drawing.Style {
  /// That of all drawings of models: classes set the colour, and the shapes use `currentColor`.
  static let diagram: Drawing.Style = {
    func rules(_ color: (Ink) -> String) -> String {
      Ink.allCases.map { ".tg-\($0.rawValue){color:\(color($0))}" }.joined()
    }
    return Drawing.Style(
      attributes: "font-family=\"system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif\"",
      rules: rules(\.color) + "@media (prefers-color-scheme:light){\(rules(\.onLight))}"
        + "@media (prefers-color-scheme:dark){\(rules(\.onDark))}")
  }()
}
