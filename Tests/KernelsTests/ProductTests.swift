import Testing

import Kernels

/// Seeded values in (−1, 1).
func randomMatrix(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
  var generator = Philox(seed: seed)
  return Matrix(rows: rows, columns: columns, values: (0..<rows * columns).map { _ in generator.nextUniform(bound: 1) })
}

/// The greatest difference from a sum of `depth` products below 1 done in Float: depth · 2⁻²⁴ · the sum's size.
func tolerance(depth: Int) -> Float { Float(depth + 1) * 0x1p-22 }

@Suite struct ProductTests {
  static let shapes: [(m: Int, k: Int, n: Int)] = [
    (0, 3, 5), (1, 0, 4), (1, 1, 1), (1, 7, 63), (1, 300, 129), (2, 5, 16), (5, 17, 15), (6, 16, 33), (7, 257, 31),
    (13, 40, 64), (241, 3, 17), (250, 600, 20),
  ]

  @Test(arguments: shapes) func productMatchesNaiveLoop(m: Int, k: Int, n: Int) {
    let (a, b) = (randomMatrix(m, k, seed: 1), randomMatrix(k, n, seed: 2))
    let start = randomMatrix(m, n, seed: 3)
    let team = ThreadTeam(threads: 2)
    let packed = PackedMatrix(depth: k, columns: n)
    packed.pack(b, on: team)
    let c = Matrix(rows: m, columns: n, values: start.values)
    addProduct(a, packed, into: c)
    for r in 0..<m {
      for j in 0..<n {
        let expected = (0..<k).reduce(Double(start[r, j])) { $0 + Double(a[r, $1]) * Double(b[$1, j]) }
        #expect(abs(c[r, j] - Float(expected)) <= tolerance(depth: k), "element (\(r), \(j)) of \(m) × \(k) × \(n)")
      }
    }
  }

  /// To a bias, or to rows of a table: as if those had been copied into C first.
  @Test(arguments: shapes + [(40, 600, 70), (1, 1030, 70)])
  func aProductBeginsWithWhatIsAskedFor(m: Int, k: Int, n: Int) {
    let (a, b) = (randomMatrix(m, k, seed: 16), randomMatrix(k, n, seed: 17))
    let table = randomMatrix(7, n, seed: 18)
    let indices = (0..<m).map { Int32($0 * $0 % 7) }
    for threads in [1, 3] {
      let team = ThreadTeam(threads: threads)
      let packed = PackedMatrix(depth: k, columns: n)
      packed.pack(b, on: team)
      let (expected, c) = (Matrix(rows: m, columns: n), Matrix(rows: m, paddedColumns: n))
      for r in 0..<m { expected.rows(r..<r + 1).assign(table.rows(Int(indices[r])..<Int(indices[r]) + 1)) }
      addProduct(a, packed, into: expected)
      c.fill(.nan)
      addProduct(a, packed, to: .rows(of: table, at: ([9] + indices + [9])[1..<m + 1]), into: c, on: team)
      #expect(c.values == expected.values, "rows of a table, \(threads) threads")

      let bias = table.rows(4..<5)
      for r in 0..<m { expected.rows(r..<r + 1).assign(bias) }
      addProduct(a, packed, into: expected)
      c.fill(.nan)
      addProduct(a, packed, to: .row(bias), into: c, on: team)
      #expect(c.values == expected.values, "a bias, \(threads) threads")
    }
  }

  @Test(arguments: shapes) func transposedPackingEqualsPackingTheTranspose(m: Int, k: Int, n: Int) {
    let b = randomMatrix(k, n, seed: 4)
    let transposed = Matrix(rows: n, columns: k)
    let team = ThreadTeam(threads: 3)
    transpose(b, into: transposed, on: team)
    let (direct, turned) = (PackedMatrix(depth: k, columns: n), PackedMatrix(depth: k, columns: n))
    direct.pack(b, on: team)
    turned.packTransposed(transposed, on: team)
    let (x, y) = (Matrix(rows: 3, columns: n), Matrix(rows: 3, columns: n))
    let a = randomMatrix(3, k, seed: 5)
    addProduct(a, direct, into: x)
    addProduct(a, turned, into: y)
    #expect(x.values == y.values)
    #expect(k == 0 || n == 0 || x.values.contains { $0 != 0 })
  }

  @Test(arguments: shapes) func transposedProductMatchesNaiveLoop(m: Int, k: Int, n: Int) {
    let (a, b) = (randomMatrix(k, m, seed: 6), randomMatrix(k, n, seed: 7))
    let c = randomMatrix(m, n, seed: 8)
    let start = c.values
    addTransposedProduct(a, b, into: c, on: ThreadTeam(threads: 2))
    for r in 0..<m {
      for j in 0..<n {
        let expected = (0..<k).reduce(Double(start[r * n + j])) { $0 + Double(a[$1, r]) * Double(b[$1, j]) }
        #expect(abs(c[r, j] - Float(expected)) <= tolerance(depth: k), "element (\(r), \(j)) of \(m) × \(k) × \(n)")
      }
    }
  }

  @Test(arguments: shapes) func anyThreadCountGivesTheSameBits(m: Int, k: Int, n: Int) {
    let (a, b) = (randomMatrix(m, k, seed: 9), randomMatrix(k, n, seed: 10))
    let aTransposed = randomMatrix(k, m, seed: 11)
    let results = [1, 2, 3, 5].map { threads in
      let team = ThreadTeam(threads: threads)
      let packed = PackedMatrix(depth: k, columns: n)
      packed.pack(b, on: team)
      let (c, d) = (Matrix(rows: m, columns: n), Matrix(rows: m, columns: n))
      addProduct(a, packed, into: c, on: team)
      addTransposedProduct(aTransposed, b, into: d, on: team)
      return c.values + d.values
    }
    for result in results { #expect(result == results[0]) }
  }

  @Test(arguments: shapes) func paddedRowsGiveTheSameBitsAndKeepTheirPadding(m: Int, k: Int, n: Int) {
    func padded(_ matrix: Matrix) -> Matrix {
      let result = Matrix(rows: matrix.rows, paddedColumns: matrix.columns)
      result.assign(matrix)
      return result
    }
    let (a, b) = (randomMatrix(k, m, seed: 14), randomMatrix(k, n, seed: 15))
    let (close, apart) = (Matrix(rows: m, columns: n), Matrix(rows: m, paddedColumns: n))
    let team = ThreadTeam(threads: 2)
    addTransposedProduct(a, b, into: close, on: team)
    addTransposedProduct(padded(a), padded(b), into: apart, on: team)
    #expect(apart.values == close.values)
    guard m > 0 else { return }
    let behind = Matrix(storage: apart.storage, offset: n, rows: m, columns: 16, stride: apart.stride)
    #expect(behind.values.allSatisfy { $0 == 0 })
  }

  @Test func oneRowGivesTheBitsOfManyRows() {
    let (a, b) = (randomMatrix(9, 300, seed: 12), randomMatrix(300, 149, seed: 13))
    let team = ThreadTeam(threads: 1)
    let packed = PackedMatrix(depth: 300, columns: 149)
    packed.pack(b, on: team)
    let (whole, single) = (Matrix(rows: 9, columns: 149), Matrix(rows: 9, columns: 149))
    addProduct(a, packed, into: whole)
    for r in 0..<9 { addProduct(a.rows(r..<r + 1), packed, into: single.rows(r..<r + 1)) }
    #expect(whole.values == single.values)
  }
}
