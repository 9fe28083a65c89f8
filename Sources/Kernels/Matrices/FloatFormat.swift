/// How numbers stand in a file: the IEEE formats of 32 and 16 bits, and bfloat16, the upper half of the first.
///
/// Calculations are made in 32 bits; a file of 16 bits has half the size, and each number the nearest one of its format,
/// the even one of two that are as near.
public enum FloatFormat: String, CaseIterable, Sendable {
  /// 24 bits of precision.
  case f32
  /// 11 bits of precision, up to 65,504.
  case f16
  /// 8 bits of precision and the range of `f32`.
  case bf16

  /// Bytes of a number.
  public var byteCount: Int { self == .f32 ? 4 : 2 }

  /// The bytes of a matrix row by row, little-endian. A number beyond the format's range becomes infinite. Allocates them.
  public func bytes(of values: Matrix) -> [UInt8] {
    let count = values.rows * values.columns
    return [UInt8](unsafeUninitializedCapacity: count * byteCount) { buffer, initialized in
      let target = UnsafeMutableRawPointer(buffer.baseAddress!)
      for r in 0..<values.rows {
        let (row, first) = (values.row(r), r * values.columns)
        for c in 0..<values.columns {
          switch self {
          case .f32:
            target.storeBytes(of: row[c].bitPattern.littleEndian, toByteOffset: 4 * (first + c), as: UInt32.self)
          case .f16: store(Float16(row[c]).bitPattern, first + c, target)
          case .bf16: store(Self.upperHalf(of: row[c]), first + c, target)
          }
        }
      }
      initialized = count * byteCount
    }
  }

  /// A matrix of little-endian numbers; traps unless there are as many as it has elements. Allocates the matrix.
  public func matrix(rows: Int, columns: Int, bytes: UnsafeRawBufferPointer) -> Matrix {
    require(bytes.count == rows * columns * byteCount, "\(bytes.count) bytes for \(rows) × \(columns) of \(rawValue)")
    let result = Matrix(rows: rows, columns: columns)
    guard let source = bytes.baseAddress else { return result }
    let target = result.pointer
    for i in 0..<rows * columns {
      switch self {
      case .f32:
        target[i] = Float(
          bitPattern: UInt32(littleEndian: source.loadUnaligned(fromByteOffset: 4 * i, as: UInt32.self)))
      case .f16: target[i] = Float(Float16(bitPattern: load(i, source)))
      case .bf16: target[i] = Float(bitPattern: UInt32(load(i, source)) << 16)
      }
    }
    return result
  }

  /// Whether all numbers of a matrix stay finite in the format.
  public func holds(_ values: Matrix) -> Bool {
    if self == .f32 { return isFinite(values) }
    // From here on the nearest number of the format would be infinity.
    let bound = self == .f16 ? 65_520 : Float(bitPattern: 0x7F7F_8000)
    return (0..<values.rows).allSatisfy { r in
      let row = values.row(r)
      return (0..<values.columns).allSatisfy { abs(row[$0]) < bound }
    }
  }

  private func store(_ bits: UInt16, _ index: Int, _ target: UnsafeMutableRawPointer) {
    target.storeBytes(of: bits.littleEndian, toByteOffset: 2 * index, as: UInt16.self)
  }

  private func load(_ index: Int, _ source: UnsafeRawPointer) -> UInt16 {
    UInt16(littleEndian: source.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
  }

  /// The nearest number whose lower 16 bits are zero. NaN stays NaN.
  private static func upperHalf(of value: Float) -> UInt16 {
    let bits = value.bitPattern
    if value.isNaN { return UInt16(truncatingIfNeeded: bits >> 16) | 0x40 }
    return UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
  }
}
