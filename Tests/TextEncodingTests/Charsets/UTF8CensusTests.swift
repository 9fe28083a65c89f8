import Testing
import TextEncoding

@Suite struct UTF8CensusTests {
  private func census(_ bytes: [UInt8], isEnd: Bool = true) -> UTF8Census {
    bytes.withUnsafeBufferPointer { UTF8Census($0, isEnd: isEnd) }
  }

  /// Swift's own validation decides about every sequence of two bytes, and of three and four with these trails.
  @Test func validSequencesAreExactlyUTF8() {
    let trails: [UInt8] = [0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0]
    for lead in UInt8(0x80)...0xFF {
      var sequences = (UInt8.min...UInt8.max).map { [lead, $0] }
      for second in trails {
        for third in trails {
          sequences.append([lead, second, third])
          sequences += trails.map { [lead, second, third, $0] }
        }
      }
      for bytes in sequences {
        let isValid = String(validating: bytes, as: UTF8.self) != nil
        #expect((census(bytes).malformedCount == 0) == isValid, "\(bytes)")
      }
    }
  }

  /// Each maximal subpart that is no character counts once, as U+FFFD would stand for it.
  @Test func malformedSequencesAreCountedAsUnicodeRecommends() {
    // Table 3-8 of the Unicode Standard, version 15.
    let table: [UInt8] = [0x61, 0xF1, 0x80, 0x80, 0xE1, 0x80, 0xC2, 0x62, 0x80, 0x63, 0x80, 0xBF, 0x64]
    #expect(census(table).malformedCount == 6)
    #expect(census(table).sequenceCount == 0)
    #expect(census(Array("aé€😀".utf8)).sequenceCount == 3)
  }

  @Test func aSequenceCutByTheSampleIsOpen() {
    let cut: [UInt8] = [0x61, 0xE2, 0x82]
    #expect(census(cut).malformedCount == 1)
    #expect(census(cut, isEnd: false).malformedCount == 0)
    #expect(census([0xE2, 0x28], isEnd: false).malformedCount == 1)
  }

  @Test func aFewStrayBytesAreDamage() {
    let ascii = [UInt8](repeating: 0x61, count: 399)
    #expect(census([]).isUTF8)
    #expect(census(ascii).isUTF8)
    #expect(census([0xFF] + ascii).isUTF8)
    // Two in 400 is the limit.
    #expect(census([0xFF, 0xFF] + ascii.dropLast()).isUTF8)
    #expect(!census([0xFF, 0xFF] + ascii.dropLast(2)).isUTF8)
    #expect(!census([0xFF, 0xFF, 0xFF] + ascii + ascii + ascii).isUTF8)
    // Twice as many good sequences as bad ones; with fewer, what the bytes mean decides.
    #expect(census(Array("éé".utf8) + [0xFF]).isUTF8)
    #expect(!census(Array("é".utf8) + [0xFF]).isUTF8)
  }

  /// An emoji as two surrogates of three bytes each.
  @Test func surrogatePairsAreCESU8() {
    let pair: [UInt8] = [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80]
    #expect(census(pair).isCESU8)
    #expect(census(pair + Array("é".utf8) + pair).surrogatePairCount == 2)
    // UTF-8 has four bytes for such characters, and single surrogates are text in neither.
    #expect(!census(pair + Array("😀".utf8)).isCESU8)
    #expect(!census(Array(pair.prefix(3))).isCESU8)
    #expect(!census(Array("é".utf8)).isCESU8)
  }
}
