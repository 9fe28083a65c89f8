import Testing

import Kernels

@Suite struct PhiloxTests {
  /// The known answers published with the paper's reference implementation.
  @Test func knownAnswers() {
    #expect(
      Philox.block(seed: 0, purpose: 0, counter: 0) == SIMD4(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8))
    #expect(
      Philox.block(seed: .max, purpose: .max, counter: .max)
        == SIMD4(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD))
    #expect(
      Philox.block(seed: 0x299F_31D0_A409_3822, purpose: 0x0370_7344_1319_8A2E, counter: 0x85A3_08D3_243F_6A88)
        == SIMD4(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1))
  }

  @Test func positionResumes() {
    var whole = Philox(seed: 7, purpose: 3)
    let numbers = (0..<9).map { _ in whole.next() }
    var resumed = Philox(seed: 7, purpose: 3, position: 5)
    #expect((0..<4).map { _ in resumed.next() } == Array(numbers[5...]))
    #expect(Set(numbers).count == 9)
    #expect(whole == resumed)
  }

  @Test func uniformHasTheRightMeanAndRange() {
    var generator = Philox(seed: 1)
    let values = (0..<20_000).map { _ in Double(generator.nextUniform(bound: 2)) }
    #expect(values.allSatisfy { $0 >= -2 && $0 < 2 })
    // The mean's standard deviation is 4/√12/√20000 = 0.0082; five of them.
    #expect(abs(values.reduce(0, +) / 20_000) < 0.041)
  }
}
