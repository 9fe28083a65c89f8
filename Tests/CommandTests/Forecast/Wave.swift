import Foundation

/// A series to forecast.
enum Wave {
  /// A wave of 24 rows an hour apart, with noise of a known deviation.
  static func table(rows: Int = 400, noise: Double = 0.1) -> String {
    var state: UInt64 = 1
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53 - 0.5
    }
    return "time,height,cloud\n"
      + (0..<rows).map { row in
        // Uniform numbers in ± ½ have a deviation of 1 / √12.
        let value = 3 + sin(2 * .pi * Double(row) / 24) + uniform() * noise * 12.0.squareRoot()
        let (day, hour) = (row / 24, row % 24)
        let date = Date(timeIntervalSince1970: Double(day) * 86_400).formatted(.iso8601.year().month().day())
        return "\(date) \(hour < 10 ? "0" : "")\(hour):00,\(value),\(row % 7)\n"
      }.joined()
  }

  /// The options of a forecast from windows.
  static let options = ["--target", "height", "--window", "24", "--rng-seed", "1"]

  /// Runs `body` with a program in a new folder that holds `wave.csv`.
  static func inFolder(_ body: (Program) throws -> Void) throws {
    try Program.inFolder { program in
      try program.write(Data(table().utf8), to: "wave.csv")
      try body(program)
    }
  }
}
