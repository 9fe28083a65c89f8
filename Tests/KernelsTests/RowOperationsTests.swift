import Testing

import Kernels

@Suite struct RowOperationsTests {
  let team = ThreadTeam(threads: 2)

  @Test func gatherAndScatterAreTransposes() {
    let table = randomMatrix(5, 37, seed: 1)
    let indices: [Int32] = [3, 0, 3, 4, 3, 1]
    let rows = Matrix(rows: 6, columns: 37)
    gatherRows(of: table, at: indices, into: rows, on: team)
    for r in 0..<6 { for c in 0..<37 { #expect(rows[r, c] == table[Int(indices[r]), c]) } }
    let sums = Matrix(rows: 5, columns: 37)
    scatterAddRows(rows, at: indices, into: sums, on: team)
    for c in 0..<37 {
      #expect(sums[2, c] == 0)
      #expect(sums[0, c] == table[0, c])
      #expect(sums[3, c] == table[3, c] + table[3, c] + table[3, c])
    }
  }

  @Test func columnsGoBothWays() {
    let wide = randomMatrix(7, 11, seed: 2)
    let columns: [Int32] = [10, 2, 5]
    let rows = Matrix(rows: 3, columns: 7)
    gatherColumns(of: wide, at: columns, into: rows, on: team)
    for r in 0..<3 { for c in 0..<7 { #expect(rows[r, c] == wide[c, Int(columns[r])]) } }
    let back = Matrix(rows: 7, columns: 11)
    scatterAddColumns(rows, at: columns, into: back, on: team)
    for r in 0..<7 {
      for c in 0..<11 { #expect(back[r, c] == (columns.contains(Int32(c)) ? wide[r, c] : 0)) }
    }
  }

  @Test func columnSumsAccumulate() {
    let source = randomMatrix(9, 21, seed: 3)
    let sums = Matrix(rows: 1, columns: 21)
    sums.fill(1)
    addColumnSums(of: source, into: sums, on: team)
    for c in 0..<21 { #expect(abs(sums[0, c] - (0..<9).reduce(Float(1)) { $0 + source[$1, c] }) < 1e-5) }
  }

  /// Element e is dropped when its half of a word of the block ⌊e / 8⌋ of its row is below the rate.
  @Test(arguments: [1, 7, 8, 16, 63, 64, 65, 130]) func dropoutMasksAreDrawnFromTheBlocksInOrder(columns: Int) {
    let mask = Matrix(rows: 3, columns: columns)
    fillDropoutMask(mask, rate: 0.4, seed: 0x1234_5678_9ABC, purpose: 1 << 40 | 7, on: team)
    for r in 0..<3 {
      for c in 0..<columns {
        let counter = UInt64(r * ((columns + 7) / 8) + c / 8)
        let words = Philox.block(seed: 0x1234_5678_9ABC, purpose: 1 << 40 | 7, counter: counter)
        let half = words[c % 8 / 2] >> UInt32(c % 2 * 16) & 0xFFFF
        #expect(mask[r, c] == (half < UInt32(Float(0.4) * 65_536) ? 0 : 1 / (1 - Float(0.4))), "\(r), \(c)")
      }
    }
  }

  @Test func dropoutKeepsTheMeanAndDependsOnItsStreamOnly() {
    let (a, b, c) = (Matrix(rows: 70, columns: 101), Matrix(rows: 70, columns: 101), Matrix(rows: 70, columns: 101))
    fillDropoutMask(a, rate: 0.25, seed: 5, purpose: 9, on: team)
    fillDropoutMask(b, rate: 0.25, seed: 5, purpose: 9, on: ThreadTeam(threads: 1))
    fillDropoutMask(c, rate: 0.25, seed: 5, purpose: 10, on: team)
    #expect(a.values == b.values)
    #expect(a.values != c.values)
    #expect(Set(a.values) == [0, 1 / 0.75])
    // The fraction dropped has a standard deviation of √(0.25 · 0.75 / 7070) = 0.0051; five of them.
    let dropped = Double(a.values.count { $0 == 0 }) / 7070
    #expect(abs(dropped - 0.25) < 0.026)
  }
}
