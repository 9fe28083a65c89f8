import Notation

/// The colours of a heat map: twelve steps from neutral to orange for what is low and to blue for what is high.
///
/// A step is a transparent layer of its colour, so that neutral is the page itself in light and in dark.
enum Shade {
  static let steps = 12

  /// The class of a shade from −1 to 1; empty for neutral.
  static func name(of shade: Float) -> String {
    let step = Int((abs(shade) * Float(steps)).rounded())
    return step == 0 ? "" : (shade < 0 ? "l\(step)" : "h\(step)")
  }

  static let style: String = (1...steps).map { step in
    let opacity = NumberFormat.short(0.85 * Double(step) / Double(steps), places: 3)
    return ".l\(step){background:rgb(var(--low)/\(opacity))}.h\(step){background:rgb(var(--high)/\(opacity))}"
  }.joined(separator: "\n")

  /// All steps side by side, with room for three numbers below.
  static let legend: String = {
    let swatches = (-steps...steps).map { step in
      let name = Self.name(of: Float(step) / Float(steps))
      return "<b\(name.isEmpty ? "" : " class=\"\(name)\"")></b>"
    }.joined()
    return "<div class=\"legend\" aria-hidden=\"true\"><div>\(swatches)</div>"
      + "<div class=\"ends\"><span>−1</span><span>0</span><span>+1</span></div></div>"
  }()
}
