import Checkpoints
import Kernels
import Network
import TestSupport
import Testing
import TextEncoding
import Training

/// Every field of a real checkpoint of a text with values that it cannot have. The tests go through the JSON by themselves:
/// a field that is new is tried like all others, and one without a domain is found.
@Suite struct RecordFieldsTests {
  /// A checkpoint in which every field has a value, and the corpus that it began with.
  private func withCheckpoint(
    window: Int?, _ body: (TextCheckpoint, TokenizedCorpus, _ folder: String) throws -> Void
  ) throws {
    try withCorpus(TrainerCheckpointTests.text, minimumCount: 6) { tokenizer, corpus, folder in
      var configuration = ModelConfiguration(
        vocabularySize: tokenizer.vocabulary.count,
        input: .ngrams(size: 2, longest: 3, rows: 9, numbers: tokenizer.vocabulary.counts.indices.map(Int32.init)),
        hiddenSizes: [3, 4], dropout: 0.1)
      configuration.recurrentDropout = 0.2
      configuration.layers[1].cell = .projected(CellVariant(), size: 2)
      if let window { configuration.readout = .lastStep(window: window) }
      let model = try SequenceModel(configuration)
      var plan = TrainingPlan(
        batchSize: 4, microBatchSize: 2, sequenceLength: window ?? 5,
        optimizer: OptimizerSettings(gradientMemory: 0.8),
        schedule: LearningRateSchedule(
          warmUpSteps: 1, moves: [.init(step: 1, formerEnd: 7), .init(step: 2, formerEnd: 8)]), rngSeed: 1,
        totalSteps: 9)
      (plan.seconds, plan.endsWhenTurned, plan.parts) = (20, true, 2)
      let source = TextExamples(tokenizer: tokenizer, corpus: corpus, plan: plan, window: window)
      let trainer = Trainer(
        model: model, from: TrainingOrigin(name: "sea"), ParameterVector(zeros: model.layout), source: source,
        plan: plan, threads: 1)
      trainer.settleEvaluations(expectedSteps: 9)
      try trainer.measureOrigin()
      for _ in 0..<3 { _ = try trainer.step() }
      _ = try trainer.evaluate()
      try trainer.measure()
      var checkpoint = try trainer.checkpoint()
      let record = try #require(checkpoint.training?.record)
      checkpoint.training?.record = #"{"pending":"evaluation","usedSeconds":3,"# + record.dropFirst()
      try body(checkpoint, corpus, folder)
    }
  }

  @Test(arguments: [nil, 5]) func noFieldOfARecordIsBelievedUnseen(window: Int?) throws {
    try withCheckpoint(window: window) { checkpoint, corpus, _ in
      #expect(missingParts(of: try TrainingRecord(of: checkpoint)) == [])
      let fields = JSONFields(try #require(checkpoint.training?.record))
      #expect(fields.fields.count > 50)
      func refusal(_ field: JSONFields.Field, _ value: String) throws -> String? {
        var damaged = checkpoint
        damaged.training?.record = fields.text(with: value, inPlaceOf: field)
        do {
          let trainer = try Trainer(resuming: damaged, corpus: corpus, threads: 1)
          for _ in 0..<2 where !trainer.isComplete { _ = try trainer.step() }
          _ = try trainer.evaluate()
          _ = (trainer.isEvaluationDue, trainer.finalLength, trainer.comparedLength, trainer.expectedSteps)
          trainer.fixTotalSteps(trainer.record.step + 2)
          return nil
        } catch let error as TrainingError {
          return error.description
        }
      }
      for field in fields.typicalFields {
        for value in field.impossible {
          let message = try refusal(field, value)
          #expect(message.map(field.isNamed) == true, "\(field.path) = \(value): \(message ?? "believed")")
        }
        for value in field.strange { _ = try refusal(field, value) }
      }
    }
  }

  /// The words of the configuration's own errors.
  private static let otherNames = [
    "classes": ["number of outputs"], "size": ["embedding size", "number of features", "number of outputs"],
    "layers": ["number of layers"], "longest": ["length of n-grams"], "rows": ["rows of n-grams"],
    "numbers": ["n-gram number"], "vocabularySize": ["vocabulary size"], "hiddenSize": ["hidden size"],
    "recurrentDropout": ["recurrent dropout"], "projectionSize": ["projection size"],
  ]

  @Test(arguments: ["configuration", "tokenizer"]) func noFieldOfAModelIsBelievedUnseen(key: String) throws {
    try withCheckpoint(window: 5) { checkpoint, _, folder in
      let path = folder + "/model"
      try checkpoint.write(to: path)
      let archive = try Archive(contentsOf: path)
      let fields = JSONFields(try #require(archive.metadata[key]))
      #expect(fields.fields.count > 20)
      func refusal(_ field: JSONFields.Field, _ value: String) throws -> String? {
        var damaged = archive
        damaged.metadata[key] = fields.text(with: value, inPlaceOf: field)
        try damaged.write(to: folder + "/damaged")
        do {
          let model = try TextCheckpoint(contentsOf: folder + "/damaged")
          let loaded = model.loaded(threads: 1)
          let pass = Pass(loaded, steps: 5, streams: 1)
          let outputs = Matrix(rows: 1, columns: loaded.configuration.output.size)
          pass.outputs(of: pass.forward(.tokens([0, 1, 2, 1, 0])), into: outputs)
          _ = model.tokenizer.decode([0, 1, model.tokenizer.prelude])
          return nil
        } catch {
          return error.description
        }
      }
      for field in fields.typicalFields {
        // A text's tokens may be any.
        for value in field.impossible where field.name != "units" || value != "5" {
          let message = try refusal(field, value)
          let names = [field.name] + (Self.otherNames[field.name] ?? [])
          #expect(
            message.map { message in names.contains { message.contains($0) } } == true,
            "\(field.path) = \(value): \(message ?? "believed")")
        }
        for value in field.strange { _ = try refusal(field, value) }
      }
    }
  }
}
