/// The colours of the drawings, the same for the same thing in every picture.
///
/// Okabe and Ito's (2008), which colour-blind readers tell apart. A picture may lie on a page whose theme is not the
/// reader's system's, so that every colour, also those for one theme alone, has a contrast of at least 3 to 1 on
/// white and on a near-black page.
package enum Ink: String, CaseIterable, Sendable {
  case text, faint, flow, cell, inputGate, forgetGate, outputGate, candidate

  /// For a page of unknown colour.
  package var colour: String {
    switch self {
    case .text: "#6b7680"
    case .faint: "#7d8790"
    case .flow: "#77818b"
    case .cell: "#b8740f"
    case .inputGate: "#0f7bbd"
    case .forgetGate: "#d55e00"
    case .outputGate: "#009171"
    case .candidate: "#b0639a"
    }
  }

  /// As dark as a reader in a light theme may have it.
  package var onLight: String {
    switch self {
    case .text: "#5c6670"
    case .faint: "#6b7680"
    case .flow: "#6b7680"
    case .cell: "#96600a"
    case .inputGate: "#0072b2"
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

  /// The style of a drawing: classes set the colour, and the shapes use `currentColor`. There are no custom
  /// properties because converters other than browsers do not know them.
  static let style: String = {
    func rules(_ colour: (Ink) -> String) -> String {
      allCases.map { ".tg-\($0.rawValue){color:\(colour($0))}" }.joined()
    }
    return rules(\.colour) + "@media (prefers-color-scheme:light){\(rules(\.onLight))}"
      + "@media (prefers-color-scheme:dark){\(rules(\.onDark))}"
      + ".tg-label{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}"
  }()

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
