import Glibc
import Kernels

/// A network with one hidden layer of drawn weights, of which only the output is fitted (Schmidt, Kraaijveld and Duin
/// 1992): one pass over the examples and one system of equations instead of a training.
///
/// Goals, in order: it fails where an LSTM fails, since its units of tanh cannot follow a series out of the range in which
/// they were fitted; it costs milliseconds; the same seed gives the same numbers.
struct RandomNetwork {
  private static let units = 50
  /// The standard deviation of the weights of one unit, all inputs together.
  private static let weightDeviation = 0.5
  /// What is added to each diagonal element of the mean squares of the units.
  private static let ridge = 1e-3

  /// `[units, inputs]` row-major.
  private let weights: [Double]
  private let biases: [Double]
  private let inputCount: Int
  /// Of the units, and the constant; zero until fitted.
  private var output = [Double](repeating: 0, count: units + 1)

  /// A network that is not fitted.
  init(inputs inputCount: Int, seed: UInt64) {
    var generator = Philox(seed: seed)
    // A uniform number from ±√3 has a variance of 1.
    func draw(_ deviation: Double) -> Double { (2 * generator.nextUnit() - 1) * deviation * 3.0.squareRoot() }
    let deviation = Self.weightDeviation / Double(max(inputCount, 1)).squareRoot()
    weights = (0..<Self.units * inputCount).map { _ in draw(deviation) }
    biases = (0..<Self.units).map { _ in draw(Self.weightDeviation) }
    self.inputCount = inputCount
  }

  /// Fits the output to examples by ridge regression. Cost: examples × units × (inputs + units).
  mutating func fit(_ examples: some Collection<SeriesLags>) {
    let size = Self.units + 1
    var squares = [Double](repeating: 0, count: size * size)
    var products = [Double](repeating: 0, count: size)
    var hidden = Self.noUnits
    for example in examples {
      let target = example.target
      write(example, into: &hidden)
      for row in 0..<size {
        let (value, start) = (hidden[row], row * size)
        for column in 0...row { squares[start + column] += value * hidden[column] }
        products[row] += value * target
      }
    }
    for unit in 0..<Self.units { squares[unit * size + unit] += Self.ridge * Double(examples.count) }
    // The constant is not made smaller, but the system stays solvable.
    squares[size * size - 1] += 1e-9
    output = solution(ofLower: squares, products)
  }

  /// Adds the squares of what the predictions of examples are off, one after the other.
  func addSquaredErrors(of examples: some Collection<SeriesLags>, to sum: inout Double) {
    var hidden = Self.noUnits
    for example in examples {
      write(example, into: &hidden)
      let difference = zip(hidden, output).reduce(0) { $0 + $1.0 * $1.1 } - example.target
      sum += difference * difference
    }
  }

  /// Room for the units, and a constant of 1.
  private static let noUnits = [Double](repeating: 0, count: units) + [1]

  private func write(_ example: SeriesLags, into hidden: inout [Double]) {
    for unit in 0..<Self.units {
      var sum = biases[unit]
      for input in 0..<inputCount { sum += weights[unit * inputCount + input] * example.input(input) }
      hidden[unit] = tanh(sum)
    }
  }
}

/// Solves a system of n equations with a positive definite matrix, by Cholesky's method.
///
/// - lower: `[n, n]` row-major, of which the lower triangle is read.
private func solution(ofLower lower: [Double], _ right: [Double]) -> [Double] {
  let size = right.count
  var (factor, result) = (lower, right)
  for row in 0..<size {
    for column in 0...row {
      var sum = factor[row * size + column]
      for k in 0..<column { sum -= factor[row * size + k] * factor[column * size + k] }
      factor[row * size + column] = row == column ? sum.squareRoot() : sum / factor[column * size + column]
    }
  }
  for row in 0..<size {
    for k in 0..<row { result[row] -= factor[row * size + k] * result[k] }
    result[row] /= factor[row * size + row]
  }
  for row in (0..<size).reversed() {
    for k in row + 1..<size { result[row] -= factor[k * size + row] * result[k] }
    result[row] /= factor[row * size + row]
  }
  return result
}
