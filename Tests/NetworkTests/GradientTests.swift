import Kernels
import Network
import Testing

@Suite struct GradientTests {
  struct Case: CustomTestStringConvertible {
    let configuration: ModelConfiguration
    let steps, batchSize: Int
    let testDescription: String

    init(
      V vocabularySize: Int, E embeddingSize: Int? = nil, H hiddenSizes: [Int], T steps: Int, B batchSize: Int,
      dropout: Float = 0
    ) {
      configuration = ModelConfiguration(
        vocabularySize: vocabularySize, input: embeddingSize.map { .embedding(size: $0) } ?? .oneHot,
        hiddenSizes: hiddenSizes, dropout: dropout)
      (self.steps, self.batchSize) = (steps, batchSize)
      testDescription = "V \(vocabularySize), E \(embeddingSize ?? 0), H \(hiddenSizes), T \(steps), B \(batchSize)"
    }

    init(_ what: String, _ configuration: ModelConfiguration, T steps: Int, B batchSize: Int) {
      (self.configuration, self.steps, self.batchSize) = (configuration, steps, batchSize)
      testDescription = what
    }

    /// Each operation is off by 2⁻²⁴ of its terms. A few dozen of them lie between the loss and any gradient; beside
    /// those, what reaches h is a sum over V, whose roundings add up like a random walk.
    var bound: Double { 5e-6 + Double(configuration.output.size).squareRoot() * 0x1p-22 }
  }

  static let cases = [
    Case(V: 7, E: 3, H: [5, 4], T: 6, B: 2),
    Case(V: 9, H: [6], T: 5, B: 3),
    Case(V: 2, H: [1, 17, 3], T: 4, B: 5),
    // One class: every probability is 1 and every gradient 0.
    Case(V: 1, H: [2], T: 3, B: 4),
    Case(V: 5, E: 1, H: [2, 3], T: 4, B: 6),
    Case(V: 6, E: 4, H: [3, 2], T: 1, B: 5),
    Case(V: 67, E: 21, H: [33, 50], T: 9, B: 4),
    Case(V: 67, H: [50, 18, 33], T: 5, B: 8),
    Case(V: 29, E: 16, H: [32, 48], T: 7, B: 1),
    // More rows than the products sum at once.
    Case(V: 11, H: [17], T: 20, B: 13),
    // More logits than the head keeps at once.
    Case(V: 40_000, E: 3, H: [2], T: 8, B: 5),
    Case(V: 19, E: 5, H: [21, 34], T: 6, B: 3, dropout: 0.25),
    Case(V: 13, H: [9, 6, 20], T: 4, B: 7, dropout: 0.5),
  ]

  /// Windows, both directions, numbers in and out, recurrent dropout.
  static let networks = [
    Case(
      "windows of tokens",
      .init(
        input: .tokens(vocabularySize: 9, encoding: .oneHot), layers: [.init(hiddenSize: 5), .init(hiddenSize: 7)],
        readout: .lastStep(window: 6), output: .softmax(classes: 9)), T: 6, B: 4),
    Case(
      "both directions at every place of a stack of windows",
      .init(
        input: .tokens(vocabularySize: 8, encoding: .embedding(size: 3)),
        layers: [
          .init(hiddenSize: 5, isBidirectional: true), .init(hiddenSize: 18),
          .init(hiddenSize: 4, isBidirectional: true),
        ], readout: .lastStep(window: 5), output: .softmax(classes: 8), dropout: 0.25), T: 5, B: 3),
    Case(
      "both directions over one-hot tokens",
      .init(
        input: .tokens(vocabularySize: 6, encoding: .oneHot), layers: [.init(hiddenSize: 17, isBidirectional: true)],
        readout: .lastStep(window: 4), output: .softmax(classes: 6)), T: 4, B: 2),
    Case(
      "numbers at every step",
      .init(
        input: .features(size: 3), layers: [.init(hiddenSize: 6), .init(hiddenSize: 5)], output: .linear(size: 2)),
      T: 7, B: 4),
    Case(
      "windows of numbers, both directions, everything dropped",
      .init(
        input: .features(size: 2), layers: [.init(hiddenSize: 9, isBidirectional: true), .init(hiddenSize: 5)],
        readout: .lastStep(window: 8), output: .linear(size: 1), dropout: 0.2, recurrentDropout: 0.3), T: 8, B: 6),
    Case(
      "recurrent dropout",
      .init(
        input: .tokens(vocabularySize: 7, encoding: .embedding(size: 4)),
        layers: [.init(hiddenSize: 19), .init(hiddenSize: 6)], output: .softmax(classes: 7), recurrentDropout: 0.4),
      T: 5, B: 3),
  ]

  /// N-grams, each row of which several share: of streams, and of windows that are read from both ends.
  static let nGrams = [
    Case(
      "n-grams",
      .init(
        vocabularySize: 5, input: .ngrams(size: 3, longest: 4, rows: 13), hiddenSizes: [19, 6], dropout: 0.2), T: 7,
      B: 3
    ),
    Case(
      "windows of n-grams, both directions",
      .init(
        input: .tokens(vocabularySize: 4, encoding: .ngrams(size: 17, longest: 2, rows: 5)),
        layers: [.init(hiddenSize: 5, isBidirectional: true)], readout: .lastStep(window: 6),
        output: .softmax(classes: 4), recurrentDropout: 0.3), T: 6, B: 4),
  ]

  /// Every named cell, and relu in the two that people ask it of, in two layers of which one has a rest of a vector.
  static let variants = (CellVariant.named + relu).map { name, variant in
    Case(
      name,
      .init(
        input: .tokens(vocabularySize: 10, encoding: .embedding(size: 3)),
        layers: [.init(hiddenSize: 19, variant: variant), .init(hiddenSize: 5, variant: variant)],
        output: .softmax(classes: 10), recurrentDropout: name == "full-gate-recurrence" ? 0.2 : 0),
      T: name.hasPrefix("relu") ? 3 : 6, B: 4)
  }

  private static var relu: [(name: String, variant: CellVariant)] {
    var standard = CellVariant()
    (standard.inputActivation, standard.outputActivation) = (.relu, .relu)
    var coupled = standard
    (coupled.forgetGate, coupled.hasOutputGate) = (.coupled, false)
    return [("relu", standard), ("relu, coupled, no output gate", coupled)]
  }

  /// The cells that are more than a variant: one direction and two, with and without dropout, of one layer and of two.
  static let kinds: [Case] = [
    ("layer norm", .normalized(CellVariant())), ("coupled layer norm", .normalized(.coupled)),
    ("projection", .projected(CellVariant(), size: 4)), ("coupled projection", .projected(.coupled, size: 3)),
  ].flatMap { (name: String, kind: CellKind) in
    [
      Case(
        "\(name), streams",
        .init(
          input: .tokens(vocabularySize: 10, encoding: .embedding(size: 3)),
          layers: [.init(hiddenSize: 19, cell: kind), .init(hiddenSize: 5, cell: kind)],
          output: .softmax(classes: 10), dropout: 0.2, recurrentDropout: 0.3), T: 6, B: 4),
      Case(
        "\(name), one-hot windows both ways",
        .init(
          input: .tokens(vocabularySize: 7, encoding: .oneHot),
          layers: [.init(hiddenSize: 6, cell: kind, isBidirectional: true), .init(hiddenSize: 17, cell: kind)],
          readout: .lastStep(window: 5), output: .softmax(classes: 7)), T: 5, B: 3),
      Case(
        "\(name), numbers",
        .init(
          input: .features(size: 3), layers: [.init(hiddenSize: 8, cell: kind)], output: .linear(size: 2)), T: 7, B: 2),
    ]
  }

  @Test(arguments: cases + networks + nGrams + variants + kinds)
  func everyGradientMatchesTheOracle(of example: Case) throws {
    let configuration = example.configuration
    let draw = DropoutDraw(
      rate: configuration.dropout, recurrentRate: configuration.recurrentDropout, seed: 3, draw: 11)
    let fixtures = try [1, 2].map { threads in
      try Fixture(configuration, steps: example.steps, batchSize: example.batchSize, threads: threads)
    }
    let exact = fixtures[0].oracle(dropout: draw).gradients(
      fixtures[0].example, state: Oracle.state(fixtures[0].someState()))
    for fixture in fixtures {
      let (loss, gradients, first) = fixture.gradients(dropout: draw)
      let context = "\(fixture.trainee.loaded.team.count) threads"
      // A mean of logarithms or squares that are each right to a few of Float's 2⁻²⁴.
      #expect(abs(loss - exact.meanLoss) <= 1e-6 * exact.meanLoss, "loss, \(context)")
      for entry in fixture.model.layout.entries {
        let deviation = Deviation(of: gradients[entry.handle].values, from: exact.parameters[entry.name] ?? [])
        #expect(deviation.fraction <= example.bound, "\(entry.name), \(context): \(deviation)")
      }
      let state = Oracle.state(first)
      for (name, ours, theirs) in [
        ("h", state.hiddens, exact.state.hiddens), ("c", state.cells, exact.state.cells),
        ("gates", state.gates, exact.state.gates),
      ] {
        for index in ours.indices {
          let deviation = Deviation(of: ours[index].map(Float.init), from: theirs[index])
          #expect(deviation.fraction <= example.bound, "\(name)[−1] of direction \(index), \(context): \(deviation)")
        }
      }
    }
  }
}
