import ArgumentParser
import Kernels

/// `benchmarks products`: each matrix product against its reference, then against the machine's peak.
struct Products: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "The matrix products, checked and timed.")

  @Option(help: "Threads.")
  var threads = 1

  /// Rows, depth, columns: what the default for a minute does, one layer of 256 coupled cells with 16 rows in one or two
  /// threads; what training 2×128 with 25 rows a thread and 2×256 and 2×512 with 32 does.
  static let shapes = [
    (16, 256, 768), (16, 768, 256), (8, 256, 768), (8, 768, 256), (1024, 256, 65), (1024, 65, 256),
    (25, 128, 512), (25, 512, 128), (32, 256, 1024), (32, 1024, 256), (32, 512, 2048), (32, 2048, 512),
    (64, 512, 2048), (3200, 512, 2048), (3200, 2048, 512),
  ]

  func run() {
    let team = ThreadTeam(threads: threads)
    let peak = peakGFLOPS(on: team)
    print("\(threads) threads, peak \(decimal(peak, 1)) GFLOP/s")
    for (m, k, n) in Self.shapes {
      let (a, b, c) = (randomMatrix(m, k, seed: 1), randomMatrix(k, n, seed: 2), Matrix(rows: m, columns: n))
      let packed = PackedMatrix(depth: k, columns: n)
      packed.pack(b, on: team)
      check(a, b) {
        addProduct(a, packed, into: c, on: team); return c
      }
      report("A·B", m, k, n, peak, medianSeconds { addProduct(a, packed, into: c, on: team) })
    }
    for (m, k, n) in [
      (768, 1024, 256), (65, 1024, 256), (512, 2500, 128), (1024, 6400, 256), (2048, 6400, 512), (2048, 640, 512),
      (65, 6400, 512),
    ] {
      let (a, b) = (Matrix(rows: k, paddedColumns: m), Matrix(rows: k, paddedColumns: n))
      let c = Matrix(rows: m, columns: n)
      a.assign(randomMatrix(k, m, seed: 3))
      b.assign(randomMatrix(k, n, seed: 4))
      let turned = Matrix(rows: m, columns: k)
      transpose(a, into: turned, on: team)
      check(turned, b) {
        addTransposedProduct(a, b, into: c, on: team); return c
      }
      report("Aᵀ·B", m, k, n, peak, medianSeconds { addTransposedProduct(a, b, into: c, on: team) })
    }
  }

  /// A few elements against sums in Double; a wrong product is not worth timing.
  private func check(_ a: Matrix, _ b: Matrix, _ product: () -> Matrix) {
    let c = product()
    for (r, j) in [(0, 0), (a.rows - 1, b.columns - 1), (a.rows / 2, b.columns / 3)] {
      let expected = (0..<a.columns).reduce(0.0) { $0 + Double(a[r, $1]) * Double(b[$1, j]) }
      precondition(abs(Double(c[r, j]) - expected) < 1e-6 * Double(a.columns), "\(c[r, j]) instead of \(expected)")
    }
  }

  private func report(_ name: String, _ m: Int, _ k: Int, _ n: Int, _ peak: Double, _ seconds: Double) {
    let speed = 2 * Double(m) * Double(k) * Double(n) / seconds / 1e9
    print(
      "\(padded(name, 5)) \(padded("\(m) × \(k) × \(n)", 18)) \(padded(decimal(speed, 1), -7)) GFLOP/s "
        + "\(padded(decimal(100 * speed / peak, 0), -4)) %")
  }
}
