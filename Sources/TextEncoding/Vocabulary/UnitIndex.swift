/// A dictionary from units, as UTF-16, to the numbers 0, 1, 2… in the order of insertion.
///
/// Units are compared by code units, never as `String`, for which two spellings of "é" are equal. A unit of
/// one code unit costs one table access; longer ones a hash and a comparison. Nothing is allocated by `find`,
/// and by `insert` only in growing. Memory: 256 KB and about 24 bytes a unit.
struct UnitIndex: Sendable {
  /// The number of distinct units.
  private(set) var count = 0

  // Numbers are stored plus one; zero is empty.
  private var direct = [UInt32](repeating: 0, count: 1 << 16)
  private var slots = [UInt32](repeating: 0, count: 64)
  private var longCount = 0
  private var text: [UInt16] = []
  private var ends: [Int] = []

  /// The UTF-16 of the unit with this number.
  func codeUnits(of number: Int) -> ArraySlice<UInt16> {
    text[(number == 0 ? 0 : ends[number - 1])..<ends[number]]
  }

  /// The unit's number, or nil for a unit that was never inserted.
  @inline(__always)
  func find(_ unit: UnsafeBufferPointer<UInt16>) -> Int? {
    if unit.count == 1 {
      let number = direct[Int(unit[0])]
      return number == 0 ? nil : Int(number) - 1
    }
    let number = slots[slot(of: unit)]
    return number == 0 ? nil : Int(number) - 1
  }

  /// The unit's number; a new unit gets the next one.
  @inline(__always)
  mutating func insert(_ unit: UnsafeBufferPointer<UInt16>) -> Int {
    if unit.count == 1 {
      let number = direct[Int(unit[0])]
      if number != 0 { return Int(number) - 1 }
      direct[Int(unit[0])] = UInt32(count + 1)
      return append(unit)
    }
    return insertLong(unit)
  }

  /// For each code unit the number of the unit that it is alone, plus one; zero for one that was never inserted.
  @inline(__always)
  func withNumbersOfSingles<Result>(_ body: (UnsafeBufferPointer<UInt32>) -> Result) -> Result {
    direct.withUnsafeBufferPointer(body)
  }

  private mutating func insertLong(_ unit: UnsafeBufferPointer<UInt16>) -> Int {
    let slot = slot(of: unit)
    if slots[slot] != 0 { return Int(slots[slot]) - 1 }
    slots[slot] = UInt32(count + 1)
    longCount += 1
    let number = append(unit)
    if 2 * longCount > slots.count { grow() }
    return number
  }

  private mutating func append(_ unit: UnsafeBufferPointer<UInt16>) -> Int {
    text.append(contentsOf: unit)
    ends.append(text.count)
    count += 1
    return count - 1
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: 2 * slots.count)
    for number in 0..<count {
      let codeUnits = codeUnits(of: number)
      guard codeUnits.count != 1 else { continue }
      let slot = codeUnits.withUnsafeBufferPointer { self.slot(of: $0) }
      slots[slot] = UInt32(number + 1)
    }
  }

  /// The slot that holds the unit, or the empty one where it belongs: linear probing.
  private func slot(of unit: UnsafeBufferPointer<UInt16>) -> Int {
    let mask = slots.count - 1
    var slot = Self.hash(unit) & mask
    while slots[slot] != 0, !isUnit(Int(slots[slot]) - 1, equalTo: unit) { slot = (slot + 1) & mask }
    return slot
  }

  private func isUnit(_ number: Int, equalTo unit: UnsafeBufferPointer<UInt16>) -> Bool {
    let start = number == 0 ? 0 : ends[number - 1]
    guard ends[number] - start == unit.count else { return false }
    for offset in 0..<unit.count where text[start + offset] != unit[offset] { return false }
    return true
  }

  private static func hash(_ unit: UnsafeBufferPointer<UInt16>) -> Int {
    var hash: UInt64 = 0
    for codeUnit in unit { hash = (hash ^ UInt64(codeUnit)) &* 0x9E37_79B9_7F4A_7C15 &+ (hash >> 29) }
    return Int(truncatingIfNeeded: (hash ^ (hash >> 32)) & 0x7FFF_FFFF)
  }
}
