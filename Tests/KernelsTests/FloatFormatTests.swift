import Kernels
import Testing

/// Numbers of 16 bits, against the rules of the formats.
@Suite struct FloatFormatTests {
  private func roundTrip(_ values: [Float], as format: FloatFormat) -> [Float] {
    let bytes = format.bytes(of: Matrix(rows: 1, columns: values.count, values: values))
    return bytes.withUnsafeBytes { format.matrix(rows: 1, columns: values.count, bytes: $0).values }
  }

  @Test func thirtyTwoBitsStayAsTheyAre() {
    let values: [Float] = [0, -0.0, 1.1, -3.3e38, .leastNonzeroMagnitude, .infinity]
    #expect(roundTrip(values, as: .f32).map(\.bitPattern) == values.map(\.bitPattern))
  }

  /// Signs, zeros, what is exact, the least and the largest numbers, and halves, which go to the even neighbour.
  @Test func halfPrecisionRoundsToTheNearest() {
    let pairs: [(Float, Float)] = [
      (0, 0), (-1, -1), (0.333_333_34, 0.333_251_95), (65_504, 65_504), (65_519, 65_504), (65_520, .infinity),
      (2049, 2048), (2051, 2052), (5.960_464_5e-8, 5.960_464_5e-8), (2e-8, 0), (-2e-8, 0),
    ]
    #expect(roundTrip(pairs.map(\.0), as: .f16) == pairs.map(\.1))
    #expect(roundTrip([-2e-8], as: .f16)[0].sign == .minus)
  }

  @Test func bfloat16RoundsToTheNearest() {
    // 8 bits of precision: neighbours of 1 stand 1/128 above it and 1/256 below it.
    let pairs: [(Float, Float)] = [
      (1, 1), (1 + 1.0 / 256, 1), (1 + 3.0 / 256, 1 + 2.0 / 128), (1 + 1.01 / 256, 1 + 1.0 / 128),
      (3e38, 3.004_055_3e38),
      (-0.0, -0.0),
    ]
    #expect(roundTrip(pairs.map(\.0), as: .bf16) == pairs.map(\.1))
    #expect(roundTrip([.nan], as: .bf16)[0].isNaN)
    #expect(roundTrip([Float(bitPattern: 0x7F80_0001)], as: .bf16)[0].isNaN)
  }

  @Test func bytesAreLittleEndianRowByRow() {
    let matrix = Matrix(rows: 2, paddedColumns: 1)
    (matrix[0, 0], matrix[1, 0]) = (1, -2)
    #expect(FloatFormat.f16.bytes(of: matrix) == [0x00, 0x3C, 0x00, 0xC0])
    #expect(FloatFormat.bf16.bytes(of: matrix) == [0x80, 0x3F, 0x00, 0xC0])
    #expect(FloatFormat.f32.bytes(of: matrix) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
  }

  @Test func whatAFormatHolds() {
    func holds(_ value: Float, _ format: FloatFormat) -> Bool {
      format.holds(Matrix(rows: 1, columns: 1, values: [value]))
    }
    #expect(holds(-65_519, .f16) && !holds(65_520, .f16) && !holds(.nan, .f16))
    #expect(holds(1e38, .bf16) && holds(1e38, .f32) && !holds(.infinity, .f32))
    // The greatest number of 32 bits would be infinite in bfloat16, and what is half a unit above its greatest, too.
    let greatest = Float(bitPattern: 0x7F7F_0000)
    #expect(holds(-greatest, .bf16) && holds(Float(bitPattern: 0x7F7F_7FFF), .bf16))
    #expect(!holds(Float(bitPattern: 0x7F7F_8000), .bf16) && !holds(.greatestFiniteMagnitude, .bf16))
    #expect(holds(.greatestFiniteMagnitude, .f32) && !holds(.nan, .bf16))
  }
}
