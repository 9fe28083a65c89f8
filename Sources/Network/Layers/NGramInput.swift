import Kernels

/// Each token with what precedes it, as one vector: the sum of the token's row of an embedding and of a row for each of
/// the n-grams that end with the token.
///
/// Rows of n-grams are found by a hash and may be shared by several (Tito Svenstrup, Hansen and Winther 2017; Pagnoni et
/// al. 2024): spelling is looked up, and the cells are left with what reaches further. Rows begin as zeros, so that an
/// n-gram which was never read adds nothing.
public struct NGramInput: Sendable {
  /// `[V, E]`
  public let embedding: ParameterHandle
  /// `[R, E]`, of which a step changes only the rows that it reads.
  public let table: ParameterHandle
  /// The tokens of the longest n-grams.
  public let longest: Int
  /// What stands for each token in the hash; nil for its id.
  private let numbers: [Int32]?

  /// Declares `ngrams.weight` of a network that reads n-grams; nil for other inputs.
  init?(_ input: NetworkInput, embedding: ParameterHandle?, in layout: inout ParameterLayout) {
    guard let embedding, case .tokens(_, .ngrams(let size, let longest, let rows, let numbers)) = input else {
      return nil
    }
    (self.embedding, self.longest, self.numbers) = (embedding, longest, numbers)
    table = layout.declare("ngrams.weight", shape: [rows, size], initializer: .zeros, change: .ofRowsRead)
  }

  /// Tokens that the state has to remember of each stream.
  var precedingTokens: Int { longest - 1 }

  /// The vectors of T·B tokens, `[T·B, E]`: a view of the buffers. Leaves the last tokens of each stream in `preceding`.
  ///
  /// - preceding: `[B, n − 1]`, the last one first, each token's number and 1 more; 0 where a stream has just begun.
  func forward(
    _ tokens: [Int32], preceding: Matrix, _ parameters: ParameterVector, _ buffers: inout NGramBuffers,
    on team: ThreadTeam
  ) -> Matrix {
    find(tokens, preceding: preceding, &buffers)
    gatherRows(of: parameters[embedding], at: tokens, into: buffers.vectors, on: team)
    for rows in buffers.rows { addGatheredRows(of: parameters[table], at: rows, into: buffers.vectors, on: team) }
    return buffers.vectors
  }

  /// Adds the gradients of the embedding and the table, given those of the vectors.
  ///
  /// - gradient: `[T·B, E]`
  func backward(
    _ tokens: [Int32], _ buffers: NGramBuffers, gradient: Matrix, into gradients: ParameterVector, on team: ThreadTeam
  ) {
    scatterAddRows(gradient, at: tokens, into: gradients[embedding], on: team)
    for rows in buffers.rows { scatterAddRows(gradient, at: rows, into: gradients[table], on: team) }
  }

  /// Finds the rows of all n-grams, and leaves the last tokens of each stream.
  private func find(_ tokens: [Int32], preceding: Matrix, _ buffers: inout NGramBuffers) {
    let (streams, steps) = (preceding.rows, tokens.count / preceding.rows)
    for stream in 0..<streams {
      for step in 0..<steps {
        var hash: UInt64 = 0
        for back in 0..<longest {
          hash = Self.hash(hash, number(back, before: step, of: stream, tokens, preceding))
          guard back > 0 else { continue }
          let row = hash.multipliedFullWidth(by: UInt64(table.rows)).high
          buffers.rows[back - 1][step * streams + stream] = Int32(row)
        }
      }
      // From the earliest on, since those are read from what the others overwrite.
      for back in (0..<precedingTokens).reversed() {
        preceding[stream, back] = Float(number(back, before: steps - 1, of: stream, tokens, preceding))
      }
    }
  }

  /// The number in the hash of the token that stands so many places before a step of a stream; 0 where the stream has none.
  private func number(
    _ back: Int, before step: Int, of stream: Int, _ tokens: [Int32], _ preceding: Matrix
  ) -> UInt64 {
    guard step >= back else {
      // A file may hold any numbers.
      return UInt64(min(max(preceding[stream, back - step - 1], 0), 0x1p25))
    }
    let token = tokens[(step - back) * preceding.rows + stream]
    return UInt64(numbers.map { $0[Int(token)] } ?? token) + 1
  }

  /// A hash of a token and of those after it: a step of SplitMix64 (Steele, Lea and Flood 2014).
  private static func hash(_ later: UInt64, _ number: UInt64) -> UInt64 {
    var z = later &+ (number &* 0x9E37_79B9_7F4A_7C15)
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// The n-grams of a chunk.
///
/// Memory: `4 · T·B · (n − 1 + E + 16)` bytes.
struct NGramBuffers: Sendable {
  /// For the n-grams of two, three … tokens the row of each of the T·B.
  var rows: [[Int32]]
  /// `[T·B, E]`
  let vectors: Matrix

  init(input: NGramInput, tokens: Int) {
    rows = (0..<input.precedingTokens).map { _ in [Int32](repeating: 0, count: tokens) }
    vectors = Matrix(rows: tokens, paddedColumns: input.embedding.columns)
  }

  /// The floats that `init` allocates.
  static func floatCount(input: NGramInput, tokens: Double) -> Double {
    tokens * Double(Matrix.paddedStride(of: input.embedding.columns))
  }
}
