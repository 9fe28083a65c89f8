import Checkpoints
import Sampling
import TextEncoding
import Training

/// Writes a little with the latest weights of a training, now and then while the training goes on.
final class PassingSamples {
  private static let length = 200

  private let interval: Double
  private let trainer: TextTrainer
  private let threads: Int
  private var due: Double?

  /// - interval: the seconds between two samples.
  init(every interval: Double, of trainer: TextTrainer, threads: Int) {
    (self.interval, self.trainer, self.threads) = (interval, trainer, threads)
  }

  /// A sample, where one is due after so many seconds of work.
  func next(at seconds: Double) throws -> String? {
    guard let due else {
      self.due = seconds + interval
      return nil
    }
    guard seconds >= due else { return nil }
    self.due = seconds + interval
    let checkpoint = TextCheckpoint(
      model: trainer.model, subject: trainer.source.subject, parameters: trainer.parameters)
    let order = SampleOrder(
      pattern: [checkpoint.tokenizer.prelude], length: Self.length,
      policy: try SamplingPolicy(temperature: Sample.usualTemperature),
      rngSeed: trainer.record.plan.rngSeed &+ UInt64(trainer.record.step))
    return String(decoding: SampleText.write(order, with: checkpoint, threads: threads)[0], as: UTF8.self)
  }
}
