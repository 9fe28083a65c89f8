import Foundation
import Kernels

/// Seconds since some fixed moment.
func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// The median seconds of one call of `body`, measured for about `seconds` after one call that does not count.
func medianSeconds(for seconds: Double = 0.5, _ body: () -> Void) -> Double {
  body()
  var times: [Double] = []
  let start = now()
  while now() - start < seconds || times.count < 5 {
    let before = now()
    body()
    times.append(now() - before)
  }
  return times.sorted()[times.count / 2]
}

/// A matrix of seeded values in ±1.
func randomMatrix(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
  var generator = Philox(seed: seed)
  let matrix = Matrix(rows: rows, columns: columns)
  matrix.fill { _ in generator.nextUniform(bound: 1) }
  return matrix
}

func padded(_ text: String, _ width: Int) -> String {
  let spaces = String(repeating: " ", count: max(0, abs(width) - text.count))
  return width < 0 ? spaces + text : text + spaces
}

func decimal(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }
