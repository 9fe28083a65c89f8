import Kernels
import Network
import Testing

@Suite struct PassMemoryTests {
  /// The floats of all storages that a pass has, those of its model excepted.
  private func allocatedFloats(_ pass: TrainingPass) -> Int {
    var storages: [ObjectIdentifier: Int] = [:]
    var seen: Set<ObjectIdentifier> = []
    func look(_ value: Any) {
      if value is TrainableModel || value is LoadedModel || value is [Int32] { return }
      if let storage = value as? FloatStorage {
        storages[ObjectIdentifier(storage)] = storage.count
        return
      }
      let mirror = Mirror(reflecting: value)
      if mirror.displayStyle == .class, !seen.insert(ObjectIdentifier(value as AnyObject)).inserted { return }
      for child in mirror.children { look(child.value) }
    }
    look(pass)
    return storages.values.reduce(0, +)
  }

  private func expectTheFloats(of configuration: ModelConfiguration, steps: Int, streams: Int) throws {
    let model = try SequenceModel(configuration)
    var generator = Philox(seed: 1)
    let trainee = TrainableModel(model, ParameterVector(initialized: model.layout, using: &generator), threads: 1)
    let counted = TrainingPass.floatCount(of: model, steps: steps, streams: streams)
    let allocated = allocatedFloats(TrainingPass(trainee, steps: steps, streams: streams))
    #expect(allocated > 0)
    #expect(counted == Double(allocated), "\(configuration)")
  }

  @Test(arguments: CellKind.named.map(\.name) + ["projection"]) func aPassAllocatesWhatIsCounted(cell: String) throws {
    let kind = CellKind.named.first { $0.name == cell }?.kind ?? .projected(CellVariant(), size: 5)
    for (dropout, recurrentDropout) in [(0, 0), (0.25, 0), (0, 0.25), (0.5, 0.25)] as [(Float, Float)] {
      try expectTheFloats(
        of: ModelConfiguration(
          input: .tokens(vocabularySize: 11, encoding: .embedding(size: 3)),
          layers: [.init(hiddenSize: 19, cell: kind), .init(hiddenSize: 7, cell: kind)], output: .softmax(classes: 11),
          dropout: dropout, recurrentDropout: recurrentDropout), steps: 6, streams: 4)
      try expectTheFloats(
        of: ModelConfiguration(
          input: .features(size: 3),
          layers: [.init(hiddenSize: 7, cell: kind, isBidirectional: true), .init(hiddenSize: 17, cell: kind)],
          readout: .lastStep(window: 5), output: .linear(size: 2), dropout: dropout,
          recurrentDropout: recurrentDropout), steps: 5, streams: 3)
    }
  }

  @Test func nGramsAreCounted() throws {
    try expectTheFloats(
      of: ModelConfiguration(
        vocabularySize: 9, input: .ngrams(size: 5, longest: 4, rows: 30), hiddenSizes: [7], dropout: 0.25), steps: 6,
      streams: 4)
  }

  @Test func tablesOfTokensAndBlocksOfOutputsAreCountedAsFarAsTheyReach() throws {
    // Fewer tokens than the vocabulary has, and more outputs than the head keeps at once.
    try expectTheFloats(
      of: ModelConfiguration(vocabularySize: 40_000, input: .oneHot, hiddenSizes: [2]), steps: 8, streams: 5)
  }
}
