import Network
import Notation
import Training

/// What is told after the last step.
extension TrainingReport {
  /// The program as it was called, so that what it prints can be typed.
  static var program: String { shellQuoted(CommandLine.arguments.first ?? "textgen") }

  /// - command: what was called, to be called again when it was interrupted.
  /// - sample: what a model of text writes at the end.
  func finished<Source>(
    path: String, command: String, trainer: Trainer<Source>, sample: ClosingSample?, seconds: Double
  ) {
    let record = trainer.record
    emit("done", trainer, seconds: seconds, loss: record.smoothedLoss, validation: record.bestValidationLoss) {
      ($0.path, $0.sample, $0.copied_fraction) = (path, sample?.text, sample?.copies.fraction)
      ($0.longest_copied, $0.longest_copied_text) = (sample?.copies.longest, sample?.copies.passage)
    }
    guard trainer.isFinished else {
      line("interrupted after step \(record.step); saved. Go on with:")
      return Terminal.command("  \(Self.program) \(command) --resume")
    }
    if let best = record.bestValidationLoss, let step = record.bestStep, let last = record.validationLoss,
      step > 0, 2 * step < record.step, last > 1.02 * best
    {
      say("note: from step \(step) on it was learnt by heart; more --dropout or more data helps, not more time")
    }
    let unmoved =
      record.bestStep == 0 ? record.origin.map { ", those of \($0.shownName): no later ones were better" } ?? "" : ""
    say("kept the weights of step \(record.bestStep ?? record.step)\(unmoved), after \(TimeBudget.text(seconds))")
    guard let measured = record.measured else { return }
    if let heldOut = measured.heldOut {
      say("  held out       \(measure.full(heldOut.mean))\(extent(heldOut, of: trainer))")
    }
    if let training = measured.training {
      say("  training data  \(measure.full(training.mean))" + (measured.heldOut == nil ? "; nothing was held out" : ""))
    }
    if let origin = record.origin, let loss = origin.heldOut {
      say("  \(origin.shownName) alone had \(measure.full(loss.mean)) on what is held out\(extent(loss, of: trainer))")
    }
    if let line = Verdict.line(record) { say("  \(line)") }
    if let verdict = Verdict(record) { say(verdict.sentence) }
    tell(sample?.lines ?? [])
  }

  /// How much was measured, where that is not all that was held out.
  private func extent<Source>(_ loss: MeanLoss, of trainer: Trainer<Source>) -> String {
    let (all, examples) = (trainer.source.heldOutCount, measure.examples(window: trainer.model.configuration.window))
    return loss.count < all ? ", over \(loss.count) of \(all) \(examples)" : ""
  }

  /// A short text is read often enough before its time is used up.
  func endedEarly(passes: Int, seconds: Double) {
    say(
      "the text is short: after \(passes) passes it would only be learnt by heart, so that not all of the "
        + "\(TimeBudget.text(seconds)) were needed; --epochs asks for more")
  }

  /// The command that makes the same training again, byte for byte.
  func repeats(_ command: String) { next(command, purpose: "The same training again, to the byte") }

  /// The command to type next.
  func next(_ command: String, purpose: String) {
    guard !quiet else { return }
    line("\(purpose):")
    Terminal.command("  \(Self.program) \(command)")
  }
}

extension TrainingOrigin {
  /// The name as a terminal may get it: a file may hold anything.
  var shownName: String { TextWidth.oneLine(name) }
}
