/// A right operand B[K, N] stored as panels of 16 columns, each contiguous from its first row to its last, the
/// last panel filled up with zeros: what the register tile reads in order.
///
/// Memory: `4 · K · 16 · ⌈N / 16⌉` bytes.
public struct PackedMatrix: Sendable {
  /// K, the length of every sum.
  public let depth: Int
  /// N, the number of columns.
  public let columns: Int
  let storage: FloatStorage

  /// Allocates panels for `[depth, columns]`, all zero.
  public init(depth: Int, columns: Int) {
    (self.depth, self.columns) = (depth, columns)
    storage = FloatStorage(count: PackedMatrix.panels(columns) * panelWidth * depth)
  }

  static func panels(_ columns: Int) -> Int { (columns + panelWidth - 1) / panelWidth }

  var panelCount: Int { PackedMatrix.panels(columns) }
  @inline(__always) func panel(_ index: Int) -> UnsafeMutablePointer<Float> {
    storage.base + index * depth * panelWidth
  }

  /// From row `k` of panel `index` on, as tiles read it.
  @inline(__always) func operand(panel index: Int, row k: Int = 0) -> RightOperand {
    RightOperand(base: panel(index) + k * panelWidth, panelStride: depth * panelWidth, depthStride: panelWidth)
  }

  /// Packs B as it is: `source` `[K, N]`. Overwrites. Cost: one read and one write of every element.
  public func pack(_ source: Matrix, on team: ThreadTeam) {
    require(source.rows == depth && source.columns == columns, "\(source.shape) into panels of \(depth) × \(columns)")
    team.split(panelCount) { panels in
      for j in panels {
        let width = min(panelWidth, columns - j * panelWidth)
        let target = panel(j)
        for k in 0..<depth { (target + k * panelWidth).update(from: source.row(k) + j * panelWidth, count: width) }
      }
    }
  }

  /// Packs the transpose: `source` `[N, K]`, as PyTorch stores weights. Overwrites.
  public func packTransposed(_ source: Matrix, on team: ThreadTeam) {
    require(source.rows == columns && source.columns == depth, "\(source.shape)ᵀ into panels of \(depth) × \(columns)")
    team.split(panelCount) { panels in
      for j in panels {
        let width = min(panelWidth, columns - j * panelWidth)
        let target = panel(j)
        let stride = source.stride
        let first = source.row(j * panelWidth)
        for k in 0..<depth {
          let column = first + k
          let row = target + k * panelWidth
          for c in 0..<width { row[c] = column[c &* stride] }
        }
      }
    }
  }
}
