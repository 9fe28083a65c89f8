import Glibc

/// Half the widths of 95 % intervals by the steps ahead: as far as they were measured, and beyond that as they grew.
public struct HorizonMargins: Equatable, Sendable {
  /// Those measured 1, 2 … steps ahead.
  private let measured: [Double]
  private let exponent: Double

  /// Margins from measured ones.
  public init(measured: [Double]) {
    self.measured = measured
    exponent = Self.growth(measured)
  }

  /// Half the width of the interval so many steps ahead, from 1; no number where nothing was measured.
  ///
  /// Beyond the M steps that were measured it is the widest of those, times (h / M)ᵍ.
  public func margin(stepsAhead: Int) -> Double {
    precondition(stepsAhead > 0, "\(stepsAhead) steps ahead")
    guard stepsAhead > measured.count else { return measured[stepsAhead - 1] }
    return (measured.max() ?? .nan) * pow(Double(stepsAhead) / Double(max(measured.count, 1)), exponent)
  }

  /// The exponent g of the power of the steps by which the later half of the margins grows: 0 where errors stay as they
  /// are, ½ for a random walk; never below 0 nor above 1. One margin alone is taken for a random walk's.
  private static func growth(_ margins: [Double]) -> Double {
    let points = margins.indices.dropFirst(margins.count / 2).filter { margins[$0] > 0 }
      .map { (x: log(Double($0 + 1)), y: log(margins[$0])) }
    guard margins.count > 1 else { return 0.5 }
    let count = Double(max(points.count, 1))
    let (x, y) = (points.reduce(0) { $0 + $1.x } / count, points.reduce(0) { $0 + $1.y } / count)
    let variance = points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
    guard variance > 0 else { return 0.5 }
    return min(1, max(0, points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) } / variance))
  }
}
