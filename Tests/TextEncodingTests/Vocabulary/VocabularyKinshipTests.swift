import Testing
import TextEncoding

@Suite struct VocabularyKinshipTests {
  private func vocabulary(_ units: [String], unknown: Int? = nil, unit: TextUnit = .grapheme) -> Vocabulary {
    Vocabulary(unit: unit, entries: units.map { .init(bytes: Array($0.utf8), count: 1) }, unknownCount: unknown)
  }

  @Test func theNearestUnitIsFound() throws {
    let base = vocabulary(["a", "E", "o", "ß", "\n"])
    let units: [(String, String?)] = [
      ("a", "a"), ("A", "a"), ("e", "E"), ("á", "a"), ("É", "E"), ("é", "E"), ("ộ", "o"), ("Ố", "o"), ("ж", nil),
      ("\n", "\n"),
    ]
    let other = vocabulary(units.map(\.0))
    for (unit, expected) in units {
      let id = try #require(other.id(of: unit))
      let kin = base.kin(of: id, in: other)
      let expectedKin = expected.flatMap { base.id(of: $0) }.map {
        unit == expected ? UnitKinship.same($0) : .related($0)
      }
      #expect(kin == expectedKin ?? .stranger, "\(unit)")
    }
  }

  @Test func theUnknownTokenIsTheUnknownToken() throws {
    let other = vocabulary(["b", "c"], unknown: 4)
    let unknown = try #require(other.unknownID)
    let base = vocabulary(["a"], unknown: 1)
    #expect(base.kin(of: unknown, in: other) == .same(1))
    #expect(vocabulary(["a"]).kin(of: unknown, in: other) == .stranger)
  }

  @Test func bytesHaveNoRelatives() {
    let (base, other) = (vocabulary(["a"], unit: .byte), vocabulary(["A", "a"], unit: .byte))
    #expect(base.kin(of: 0, in: other) == .stranger && base.kin(of: 1, in: other) == .same(0))
  }
}
