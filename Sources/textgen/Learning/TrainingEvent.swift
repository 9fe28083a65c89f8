import Training

/// One event of `--json`; absent keys do not apply.
struct TrainingEvent: Encodable {
  var event: String
  var step: Int
  var epoch: Double
  var seconds: Double
  var loss_nats: Double?
  var validation_nats: Double?
  /// Of the weights kept, without dropout.
  var held_out_nats: Double?
  var training_data_nats: Double?
  var squared_error: Double?
  var validation_squared_error: Double?
  var held_out_squared_error: Double?
  var training_data_squared_error: Double?
  var characters_per_second: Double?
  var windows_per_second: Double?
  var rows_per_second: Double?
  var path: String?
  /// Of the model that the training began with.
  var origin_nats: Double?
  /// Of an n-gram model, over what is held out.
  var ngram_order: Int?
  var ngram_nats: Double?
  var ngram_characters: Int?
  /// What a model writes.
  var sample: String?
  /// The fraction of what was written in passages of 30 characters or more that stand in the corpus.
  var copied_fraction: Double?
  var longest_copied: Int?
  var longest_copied_text: String?
}

extension TrainingEvent {
  /// Where a training stands.
  init<Source>(_ name: String, _ trainer: Trainer<Source>, seconds: Double) {
    let epoch = Double(trainer.record.step) / Double(trainer.stepsPerEpoch)
    self.init(
      event: name, step: trainer.record.step, epoch: (epoch * 1000).rounded() / 1000,
      seconds: (seconds * 1000).rounded() / 1000)
  }

  /// Losses on the way, and at the end those of the weights kept.
  mutating func set<Source>(loss: Double?, validation: Double?, of trainer: Trainer<Source>, _ measure: LossMeasure) {
    let measured = event == "done" ? trainer.record.measured : nil
    switch measure {
    case .nats:
      (loss_nats, validation_nats) = (loss, validation)
      (held_out_nats, training_data_nats) = (measured?.heldOut?.mean, measured?.training?.mean)
      (ngram_order, ngram_nats) = (measured?.nGram?.order, measured?.nGram?.heldOut.mean)
      ngram_characters = measured?.nGram?.counted
      origin_nats = measured == nil ? nil : trainer.record.origin?.heldOut?.mean
    case .squaredError:
      (squared_error, validation_squared_error) = (loss, validation)
      (held_out_squared_error, training_data_squared_error) = (measured?.heldOut?.mean, measured?.training?.mean)
    }
  }

  /// Examples in a second.
  mutating func set<Source>(speed: Double?, of trainer: Trainer<Source>, _ measure: LossMeasure) {
    switch (measure, trainer.model.configuration.window) {
    case (_, .some): windows_per_second = speed?.rounded()
    case (.nats, nil): characters_per_second = speed?.rounded()
    case (.squaredError, nil): rows_per_second = speed?.rounded()
    }
  }
}
