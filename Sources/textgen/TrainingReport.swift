import Glibc
import Synchronization
import TextEncoding
import Training

/// What a training tells: a live line on a terminal, a plain line now and then elsewhere, JSON events on request.
final class TrainingReport {
  private let json: Bool
  private let quiet: Bool
  private let verbose: Bool
  private let live = Terminal.errorIsTerminal
  private var lastLine = -Double.infinity
  private var liveLength = 0
  private var tenthsShown = 0
  private var firstStep: (step: Int, seconds: Double)?

  init(json: Bool, quiet: Bool, verbose: Bool) {
    (self.json, self.quiet, self.verbose) = (json, quiet, verbose)
  }

  /// One event of `--json`; absent keys do not apply.
  private struct Event: Encodable {
    var event: String
    var step: Int
    var epoch: Double
    var seconds: Double
    var loss_nats: Double?
    var validation_nats: Double?
    var characters_per_second: Double?
    var path: String?
  }

  private func emit(
    _ event: String, _ trainer: Trainer, seconds: Double, loss: Double? = nil, validation: Double? = nil,
    speed: Double? = nil, path: String? = nil
  ) {
    guard json else { return }
    let record = trainer.record
    let epoch = Double(record.step) / Double(trainer.stepsPerEpoch)
    do {
      try JSONLine.write(
        Event(
          event: event, step: record.step, epoch: (epoch * 1000).rounded() / 1000,
          seconds: (seconds * 1000).rounded() / 1000, loss_nats: loss, validation_nats: validation,
          characters_per_second: speed?.rounded(), path: path))
    } catch {
      notice("an event could not be written: \(error)")
    }
  }

  func notice(_ text: String) { line("textgen: note: \(text)") }

  private func say(_ text: String) { if !quiet { line(text) } }

  private func line(_ text: String) {
    clearLive()
    Terminal.error(text)
  }

  private func clearLive() {
    guard liveLength > 0 else { return }
    Terminal.status(Self.eraseLine)
    liveLength = 0
  }

  /// To the first column, and everything from there to the end.
  private static let eraseLine = "\r\u{1B}[K"

  private func showLive(_ text: String) {
    let cut = String(text.prefix(max(20, Terminal.columns - 1)))
    Terminal.status(Self.eraseLine + cut)
    liveLength = cut.count
  }

  func reading(bytes: Int, total: Int?) {
    guard !quiet, live, monotonicSeconds() - lastLine > 0.2 else { return }
    lastLine = monotonicSeconds()
    let share = total.map { " of \(decimal(Double($0) / 1e6, 1))" } ?? ""
    showLive("reading \(decimal(Double(bytes) / 1e6, 1))\(share) MB")
  }

  func read(_ report: CorpusReport, tokenizer: Tokenizer) {
    for source in report.sources {
      if source.replacedCount > 0 {
        notice("\(source.name): \(source.replacedCount) malformed bytes were replaced by U+FFFD")
      }
      if verbose { say("\(source.name): \(source.byteCount) bytes, \(source.charset ?? "raw bytes")") }
    }
    say("\(report.unitCount) characters, \(tokenizer.vocabulary.count) different ones")
  }

  func shrunk(from: (Int, Int), to: (batchSize: Int, sequenceLength: Int), tokens: Int) {
    guard from != (to.batchSize, to.sequenceLength) else { return }
    notice(
      "\(tokens) characters are too few for batches of \(from.0) × \(from.1); using \(to.batchSize) × \(to.sequenceLength)"
    )
  }

  func begins(_ trainer: Trainer, threads: Int) {
    let configuration = trainer.model.configuration
    let sizes = configuration.hiddenSizes.map(String.init).joined(separator: ", ")
    let dropout = decimal(Double(configuration.dropout), 2)
    say("LSTM \(sizes), dropout \(dropout), \(trainer.model.layout.count) parameters")
    say(
      "batch \(trainer.record.plan.batchSize) × \(trainer.record.plan.sequenceLength), \(threads) threads, "
        + "--rng-seed \(trainer.record.plan.rngSeed)")
  }

  func resumes(_ trainer: Trainer) {
    say("resuming after step \(trainer.record.step) of \(trainer.record.plan.totalSteps)")
  }

  func fixedSteps(_ steps: Int, seconds: Double) {
    say("\(TimeBudget.text(seconds)): --steps \(steps) with the same --rng-seed repeats this run")
  }

  func nothingLeft(_ trainer: Trainer) {
    notice("all \(trainer.record.step) steps are done already; give a larger budget to go on")
  }

  func stepped(_ step: Trainer.Step, _ trainer: Trainer, seconds: Double) {
    let record = trainer.record
    // What comes before the first step is not the speed of steps.
    let first = firstStep ?? (record.step, seconds)
    firstStep = first
    let perStep = Double(record.plan.batchSize * record.plan.sequenceLength)
    let speed = Double(record.step - first.step) * perStep / max(seconds - first.seconds, 1e-9)
    let isMeasured = record.step > first.step
    emit("step", trainer, seconds: seconds, loss: step.lossNats, speed: isMeasured ? speed : nil)
    guard isMeasured, !quiet, !json || live, monotonicSeconds() - lastLine >= (live ? 0.1 : 10) else { return }
    lastLine = monotonicSeconds()
    let total = record.plan.totalSteps
    var text = "step \(record.step)/\(total)"
    text += "  loss \(decimal(record.smoothedLossNats ?? step.lossNats, 3))"
    if let validation = record.validationNats { text += "  held out \(decimal(validation, 3))" }
    text += "  \(decimal(speed / 1000, 1))k chars/s"
    text += "  \(TimeBudget.text(Double(total - record.step) * perStep / speed)) left"
    if live { showLive(text) } else { line(text) }
  }

  /// A line for each tenth of the training, and for the last step.
  func evaluated(_ nats: Double, _ trainer: Trainer, seconds: Double) {
    let record = trainer.record
    emit("evaluation", trainer, seconds: seconds, loss: record.smoothedLossNats, validation: nats)
    let tenth = 10 * record.step / max(1, record.plan.totalSteps)
    guard tenth > tenthsShown else { return }
    tenthsShown = tenth
    let best = record.bestStep == record.step ? "  best so far" : ""
    say(
      "step \(record.step)  loss \(decimal(record.smoothedLossNats ?? .nan, 3))  held out \(decimal(nats, 4)) nats = "
        + "\(decimal(nats / M_LN2, 3)) bpc  \(TimeBudget.text(seconds))\(best)")
  }

  func saved(_ path: String, _ trainer: Trainer, seconds: Double) {
    emit("checkpoint", trainer, seconds: seconds, path: path)
    if verbose { say("saved \(path)") }
  }

  /// The program as it was called, so that what it prints can be typed.
  private static var program: String { shellQuoted(CommandLine.arguments.first ?? "textgen") }

  func finished(path: String, sources: [String], interrupted: Bool, trainer: Trainer, seconds: Double) {
    emit(
      "done", trainer, seconds: seconds, loss: trainer.record.smoothedLossNats,
      validation: trainer.record.bestValidationNats, path: path)
    if interrupted {
      let arguments = sources.map(shellQuoted).joined(separator: " ")
      line(
        "interrupted after step \(trainer.record.step); saved. Go on with:\n"
          + "  \(Self.program) train \(arguments) --output \(shellQuoted(path)) --resume")
      return
    }
    if let best = trainer.record.bestValidationNats, let step = trainer.record.bestStep {
      if let last = trainer.record.validationNats, 2 * step < trainer.record.step, last > 1.02 * best {
        say("note: from step \(step) on the text was learnt by heart; more --dropout or more text helps, not more time")
      }
      say("kept the weights of step \(step): held out \(decimal(best, 4)) nats = \(decimal(best / M_LN2, 3)) bpc")
    }
    if trainer.record.bestStep == nil, let loss = trainer.record.smoothedLossNats {
      say("step \(trainer.record.step)  loss \(decimal(loss, 3))  nothing was held out")
    }
    say("Now write with it:\n  \(Self.program) sample --checkpoint \(shellQuoted(path))")
  }
}

/// A word that a POSIX shell reads back as it was.
func shellQuoted(_ word: String) -> String {
  let plain = word.unicodeScalars.allSatisfy {
    ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
      || "-_./=+".unicodeScalars.contains($0)
  }
  if plain && !word.isEmpty { return word }
  return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
