/// The colours of all charts: told apart by people who do not see all of them, and on light and dark pages alike.
///
/// The hues are those of Okabe and Ito (2008). Each base colour has a contrast of at least 3 to 1 against both white
/// and the near-black of dark pages, which leaves a narrow range of lightness; neighbours differ within it as much as
/// they can. Dark pages and terminals have their own, brighter ones.
public enum Palette {
  /// One colour in the three places where it is needed.
  public struct Color: Hashable, Sendable {
    /// For any page, as `#rrggbb`.
    public let base: String
    /// For a page known to be dark, as `#rrggbb`.
    public let dark: String
    /// The index in a terminal's 256 colours, legible on light and dark.
    public let terminal: Int
  }

  /// The first series.
  public static let blue = Color(base: "#0072b2", dark: "#3f9fe0", terminal: 32)
  /// The second series.
  public static let orange = Color(base: "#db6400", dark: "#ff8a3c", terminal: 166)
  /// The third series.
  public static let green = Color(base: "#00805c", dark: "#2cc295", terminal: 29)
  /// The fourth series.
  public static let purple = Color(base: "#c66fa0", dark: "#eda6d0", terminal: 169)
  /// The fifth series.
  public static let amber = Color(base: "#a86e00", dark: "#f0b030", terminal: 136)
  /// The sixth series.
  public static let sky = Color(base: "#3a96cc", dark: "#a3d8f7", terminal: 74)
  /// The seventh series.
  public static let olive = Color(base: "#7a6f00", dark: "#e6dc50", terminal: 100)
  /// The eighth series.
  public static let grey = Color(base: "#767d88", dark: "#b4bcc6", terminal: 245)

  /// The colours of the series, in the order of use.
  public static let series = [blue, orange, green, purple, amber, sky, olive, grey]

  /// The colour of a series by its place; after the last one they begin again.
  public static func color(_ index: Int) -> Color {
    series[(index % series.count + series.count) % series.count]
  }

  // A picture may lie on a white page while the reader's system is dark: its words stay legible there.

  /// Titles and legends.
  public static let ink = Color(base: "#6f7782", dark: "#8b959e", terminal: 245)
  /// The words and numbers of the axes.
  public static let mutedInk = Color(base: "#707883", dark: "#848e97", terminal: 245)
  /// The lines of the grid, drawn half transparent.
  public static let grid = Color(base: "#8b949e", dark: "#8b949e", terminal: 245)
  /// The ground of a page that holds pictures; a terminal has its own.
  static let page = (base: "#fff", dark: "#0d1117")
}
