import Kernels
import Network
import Testing

/// What a chunk's gradient leaves out: everything that would flow into the chunk before it, and nothing else.
@Suite struct TruncationTests {
  static let example = GradientTests.Case(V: 61, E: 3, H: [9, 7], T: 12, B: 5)
  static let chunks = [1, 2, 4, 6, 12]

  private let fixture: Fixture
  /// Every step of every stream reads a token of its own, so that a row of the embedding's gradient belongs to one
  /// input: W_ihᵀ of what reached its step.
  private let tokens: [Int32]
  private let targets: [Int32]

  init() throws {
    let example = Self.example
    fixture = try Fixture(example.configuration, steps: example.steps, batchSize: example.batchSize)
    tokens = (0..<Int32(example.steps * example.batchSize)).map { $0 }
    guard case .tokens(let targets) = fixture.targets else { preconditionFailure("a fixture without tokens") }
    self.targets = targets
  }

  @Test(arguments: chunks) func chunksHaveTheGradientsOfTheirOwnSteps(chunk: Int) {
    let exact = exactGradients(chunk: chunk, targets: targets)
    for (name, ours) in gradients(chunk: chunk, targets: targets) {
      // As for one pass; that the chunks are summed in Double adds nothing.
      let deviation = Deviation(of: ours.map(Float.init), from: exact[name] ?? [])
      #expect(deviation.fraction <= Self.example.bound, "\(name): \(deviation)")
    }
  }

  @Test func oneChunkOfAllStepsIsFullBackpropagation() {
    let (whole, exact) = (gradients(chunk: Self.example.steps, targets: targets), wholeExactGradients)
    for (name, ours) in whole {
      let deviation = Deviation(of: ours.map(Float.init), from: exact[name] ?? [])
      #expect(deviation.fraction <= Self.example.bound, "\(name): \(deviation)")
    }
  }

  @Test(arguments: chunks.dropLast()) func shorterChunksMissWhatGoesFurtherBack(chunk: Int) {
    let exact = wholeExactGradients
    for (name, ours) in gradients(chunk: chunk, targets: targets) {
      let deviation = Deviation(of: ours.map(Float.init), from: exact[name] ?? [])
      if name.hasPrefix("decoder.") {
        // The output layer has no memory: with the states carried on, its gradient knows of no chunks.
        #expect(deviation.fraction <= Self.example.bound, "\(name): \(deviation)")
      } else {
        // A thousand times what rounding can do.
        #expect(deviation.fraction > 1000 * Self.example.bound, "\(name): \(deviation)")
      }
    }
  }

  @Test(arguments: chunks) func theLastChunkMissesNothing(chunk: Int) {
    let rows = embeddingNumbers(ofSteps: Self.example.steps - chunk..<Self.example.steps)
    let ours = gradients(chunk: chunk, targets: targets)["embedding.weight"] ?? []
    let exact = wholeExactGradients["embedding.weight"] ?? []
    let deviation = Deviation(of: ours[rows].map(Float.init), from: Array(exact[rows]))
    // Only losses of its own steps reach it in full backpropagation too, by the same operations.
    #expect(deviation.fraction <= Self.example.bound, "\(deviation)")
    guard chunk < Self.example.steps else { return }
    let earlier = 0..<rows.lowerBound
    let missed = Deviation(of: ours[earlier].map(Float.init), from: Array(exact[earlier]))
    #expect(missed.fraction > 1000 * Self.example.bound, "\(missed)")
  }

  /// Another target at one step changes the loss of that step alone: the inputs whose gradient changes with it are
  /// those that the loss reaches.
  @Test(arguments: chunks) func aLossReachesBackToTheStartOfItsChunk(chunk: Int) {
    let example = Self.example
    let (step, stream) = (7, 2)
    var others = targets
    others[step * example.batchSize + stream] = (others[step * example.batchSize + stream] + 1) % 61
    let ours = gradients(chunk: chunk, targets: targets)["embedding.weight"] ?? []
    let changed = gradients(chunk: chunk, targets: others)["embedding.weight"] ?? []
    for t in 0..<example.steps {
      for b in 0..<example.batchSize {
        let numbers = embeddingNumbers(ofRow: t * example.batchSize + b)
        // No tolerance: where nothing arrives, the same numbers are computed from the same numbers.
        let isReached = ours[numbers] != changed[numbers]
        let shouldBe = b == stream && t <= step && t >= step / chunk * chunk
        #expect(isReached == shouldBe, "stream \(b), lag \(step - t)")
      }
    }
  }

  // MARK: - Chunked training

  /// The gradient of the mean loss over all steps as training by chunks has it: the state carried on, the gradient
  /// not, the sum over chunks.
  private func gradients(chunk: Int, targets: [Int32]) -> [String: [Double]] {
    let model = fixture.model
    let pass = TrainingPass(fixture.trainee, steps: chunk, streams: Self.example.batchSize)
    pass.state = fixture.someState()
    let part = fixture.trainee.gradients
    var sums: [String: [Double]] = [:]
    for rows in chunkRows(chunk) {
      part.row.fill(0)
      _ = pass.addGradients(
        .tokens(Array(tokens[rows])), targets: .tokens(Array(targets[rows])), dropout: nil)
      for entry in model.layout.entries {
        add(part[entry.handle].values.map(Double.init), rows: rows.count, to: &sums[entry.name])
      }
    }
    return sums
  }

  /// The same by the oracle.
  private func exactGradients(chunk: Int, targets: [Int32]) -> [String: [Double]] {
    let oracle = fixture.oracle()
    var state = Oracle.state(fixture.someState())
    var sums: [String: [Double]] = [:]
    for rows in chunkRows(chunk) {
      let example = Oracle.Example(
        input: .tokens(Array(tokens[rows])), targets: .tokens(Array(targets[rows])), batchSize: Self.example.batchSize)
      for (name, part) in oracle.gradients(example, state: state).parameters {
        add(part, rows: rows.count, to: &sums[name])
      }
      state = oracle.forward(example, state: state).state
    }
    return sums
  }

  /// Full backpropagation through all steps, without chunks at all.
  private var wholeExactGradients: [String: [Double]] {
    let example = Oracle.Example(
      input: .tokens(tokens), targets: .tokens(targets), batchSize: Self.example.batchSize)
    return fixture.oracle().gradients(example, state: Oracle.state(fixture.someState())).parameters
  }

  private func chunkRows(_ chunk: Int) -> [Range<Int>] {
    let rows = chunk * Self.example.batchSize
    return stride(from: 0, to: tokens.count, by: rows).map { $0..<$0 + rows }
  }

  /// A chunk's gradient is that of its own mean: its part of all steps makes it that of the whole mean.
  private func add(_ part: [Double], rows: Int, to sum: inout [Double]?) {
    let fraction = Double(rows) / Double(tokens.count)
    sum = zip(sum ?? part.map { _ in 0 }, part).map { $0 + fraction * $1 }
  }

  private func embeddingNumbers(ofSteps steps: Range<Int>) -> Range<Int> {
    let perStep = Self.example.batchSize * 3
    return steps.lowerBound * perStep..<steps.upperBound * perStep
  }

  private func embeddingNumbers(ofRow row: Int) -> Range<Int> { row * 3..<(row + 1) * 3 }
}
