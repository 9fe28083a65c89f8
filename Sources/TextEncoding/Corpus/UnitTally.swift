/// Numbers the units of a text in the order in which they first appear, counts them, and writes the numbers.
///
/// Memory: grows with the distinct units and not with the text.
struct UnitTally {
  private(set) var index = UnitIndex()
  private(set) var writer: TokenWriter
  /// How often each number has been written.
  private(set) var counts: [Int] = []
  private let limit: Int

  /// A tally of at most `limit` distinct units into `file`.
  init(_ file: TokenFile, limit: Int) {
    precondition(limit - 1 <= UInt32.max, "numbers up to \(limit) in 32 bits")
    (writer, self.limit) = (TokenWriter(file), limit)
  }

  /// Takes the next units. Throws `vocabularyTooLarge` beyond the limit, and `temporaryFile`. O(length).
  @inline(__always)
  mutating func add(_ piece: UnitPiece) throws(TextEncodingError) {
    switch piece {
    case .one(let unit): try add(unit)
    case .run(var units):
      while !units.isEmpty {
        let known = addKnown(units)
        if known < units.count {
          try add(UnsafeBufferPointer(rebasing: units[known..<known + 1]))
          units = UnsafeBufferPointer(rebasing: units[(known + 1)...])
        } else {
          return
        }
      }
    }
  }

  /// Writes the numbers of code units that are known already, as far as there is room for them; returns how many.
  private mutating func addKnown(_ units: UnsafeBufferPointer<UInt16>) -> Int {
    counts.withUnsafeMutableBufferPointer { counts in
      writer.fill(atMost: units.count) { target in
        index.withNumbersOfSingles { numbers in
          for position in target.indices {
            let number = numbers[Int(units[position])]
            if number == 0 { return position }
            counts[Int(number) - 1] &+= 1
            target[position] = number &- 1
          }
          return target.count
        }
      }
    }
  }

  private mutating func add(_ unit: UnsafeBufferPointer<UInt16>) throws(TextEncodingError) {
    let number = index.insert(unit)
    if number == counts.count {
      if number == limit { throw .vocabularyTooLarge(count: number + 1, limit: Vocabulary.largestCount) }
      counts.append(0)
    }
    counts[number] += 1
    try writer.append(UInt32(truncatingIfNeeded: number))
  }
}
