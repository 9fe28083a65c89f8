import Checkpoints
import Foundation
import Kernels
import Network
import TestSupport
import Testing
import TextEncoding
import Training

@Suite struct TrainerCheckpointTests {
  static let text = (0..<30).map { "Buoy \($0 * 7 % 11) rings \($0 % 4) times.\n" }.joined()

  /// A checkpoint after two steps, and the corpus it began with.
  private func withCheckpoint(_ body: (TextCheckpoint, TokenizedCorpus) throws -> Void) throws {
    try withCorpus(Self.text) { tokenizer, corpus, _ in
      let model = try SequenceModel(
        ModelConfiguration(vocabularySize: tokenizer.vocabulary.count, input: .oneHot, hiddenSizes: [3]))
      let trainer = Trainer(
        model: model, tokenizer: tokenizer, corpus: corpus,
        plan: TrainingPlan(batchSize: 2, sequenceLength: 5, rngSeed: 1, totalSteps: 9), threads: 1)
      for _ in 0..<2 { _ = try trainer.step() }
      try body(trainer.checkpoint(), corpus)
    }
  }

  /// Each number that a step computes with may be anything; `RecordFieldsTests` goes through all fields.
  @Test(arguments: [
    #""batchSize":2"#: ["0", "-1", "300", "9223372036854775807"],
    #""batchSize":2,"#: [#"2,"microBatchSize":0,"#, #"2,"microBatchSize":-1,"#, #"4,"microBatchSize":3,"#],
    #""sequenceLength":5"#: ["0", "-1", "3000", "9223372036854775807"],
    #""validationShare":0.1"#: ["1", "-0.1", "1e300"],
    #""step":2"#: ["-1", "9223372036854775807"],
    #""position":"#: [#"{"epoch":0,"offset":10},"usedSeconds":-1,"was":"#],
    #""epoch":0"#: ["-1", "9223372036854775807"],
    #""offset":10"#: ["-1", "9223372036854775807"],
    #""count":\#(text.count)"#: ["-1", "9223372036854775807"],
    #""plan":"#: [
      #"{},"origin":{"name":"sea","heldOut":{"mean":1,"count":-1}},"plan":"#,
      #"{},"measured":{"nGram":{"order":-7,"counted":9,"heldOut":{"mean":1,"count":9}}},"plan":"#,
      #"{},"measured":{"nGram":{"order":5,"counted":-9,"heldOut":{"mean":1,"count":9}}},"plan":"#,
      #"{},"measured":{"nGram":{"order":5,"counted":9,"heldOut":{"mean":1,"count":-9}}},"plan":"#,
    ],
    #""totalSteps":9"#: ["-1", "9223372036854775807"],
    #""warmUpSteps":100"#: ["-1", "9223372036854775807"],
    #""totalSteps":9,"#: [
      #"9,"evaluationInterval":0,"#, #"9,"evaluationInterval":-3,"#, #"9,"evaluationLength":-1,"#,
      #"9,"seconds":1e999,"#,
    ],
    #""warmUpSteps":100}"#: [
      #"100,"moves":[{"step":-1,"formerEnd":9}]}"#, #"100,"moves":[{"step":4,"formerEnd":3}]}"#,
      #"100,"moves":[{"step":4,"formerEnd":9},{"step":4}]}"#,
      #"100,"moves":[{"step":4,"formerEnd":9223372036854775807}]}"#,
    ],
  ]) func numbersOutOfRangeAreRefused(field: String, values: [String]) throws {
    try withCheckpoint { checkpoint, corpus in
      let record = try #require(checkpoint.training?.record)
      try #require(record.contains(field), "\(field) in \(record)")
      let key = field.prefix { $0 != ":" }
      for value in values {
        var damaged = checkpoint
        damaged.training?.record = record.replacing(field, with: "\(key):\(value)")
        do {
          let trainer = try Trainer(resuming: damaged, corpus: corpus, threads: 1)
          _ = try trainer.step()
          _ = trainer.isEvaluationDue
          Issue.record("\(key):\(value) was resumed")
        } catch let error as TrainingError {
          guard case .damagedRecord = error else { throw error }
        }
      }
    }
  }

  @Test func partsThatAreMissingAreRefusedByName() throws {
    try withCheckpoint { checkpoint, corpus in
      func expectRefused(_ reason: String, _ change: (inout TextCheckpoint) -> Void) {
        var damaged = checkpoint
        change(&damaged)
        #expect(throws: TrainingError.damagedRecord(reason: reason)) {
          try Trainer(resuming: damaged, corpus: corpus, threads: 1)
        }
      }
      expectRefused("there is none; it was exported for sampling only") { $0.training = nil }
      expectRefused("`plan` is missing") { $0.training?.record = "{}" }
      expectRefused("tensor optimizer.second_moment.decoder.bias is missing") {
        $0.training?.tensors.removeAll { $0.name == "optimizer.second_moment.decoder.bias" }
      }
      expectRefused("not all numbers of tensor optimizer.hidden_state_l0 are finite; take an older copy") {
        $0.training?.tensors.removeAll { $0.name == "optimizer.hidden_state_l0" }
        $0.training?.tensors.append(
          .init(
            name: "optimizer.hidden_state_l0", shape: [2, 3],
            values: Matrix(rows: 2, columns: 3, values: [0, 0, 0, 0, .nan, 0])))
      }
      expectRefused(
        "not all numbers of tensor optimizer.second_moment.decoder.bias, which are means of squares, are 0 or more; "
          + "take an older copy"
      ) {
        let name = "optimizer.second_moment.decoder.bias"
        let shape = $0.training?.tensors.first { $0.name == name }?.shape ?? []
        $0.training?.tensors.removeAll { $0.name == name }
        let values = Matrix(rows: 1, columns: shape[0])
        values.fill(-1)
        $0.training?.tensors.append(.init(name: name, shape: shape, values: values))
      }
      expectRefused("tensor optimizer.cell_state_l0 has shape [3, 2], [2, 3] expected") {
        $0.training?.tensors.removeAll { $0.name == "optimizer.cell_state_l0" }
        $0.training?.tensors.append(
          .init(name: "optimizer.cell_state_l0", shape: [3, 2], values: Matrix(rows: 3, columns: 2)))
      }
    }
  }
}
