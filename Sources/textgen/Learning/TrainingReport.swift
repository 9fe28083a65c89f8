import Glibc
import Network
import Notation
import Training

/// What a training tells: a live line on a terminal, a plain line now and then elsewhere, JSON events on request.
final class TrainingReport: TrainingObserver {
  /// What the losses are.
  let measure: LossMeasure
  let json: Bool
  let quiet: Bool
  let verbose: Bool
  private let live = Terminal.errorIsTerminal
  private var lastLine = -Double.infinity
  private var liveLength = 0
  private var tenthsShown = 0
  private var firstStep: (step: Int, seconds: Double)?

  private let interrupts: Interrupts
  /// A sample that is due while the training goes on, given the seconds of the session; nil where none is.
  var passingSample: ((Double) throws -> String?)?
  /// Why events are no longer written.
  private var outputError: OutputError?

  /// - interrupts: what is asked whether to go on, and told when nobody can read the events.
  init(measure: LossMeasure, json: Bool, quiet: Bool, verbose: Bool, interrupts: Interrupts) {
    (self.measure, self.interrupts) = (measure, interrupts)
    (self.json, self.quiet, self.verbose) = (json, quiet, verbose)
  }

  /// Writes an event, where they are asked for.
  func emit<Source>(
    _ name: String, _ trainer: Trainer<Source>, seconds: Double, loss: Double? = nil, validation: Double? = nil,
    speed: Double? = nil, with fill: (inout TrainingEvent) -> Void = { _ in }
  ) {
    guard json, outputError == nil else { return }
    var event = TrainingEvent(name, trainer, seconds: seconds)
    event.set(loss: loss, validation: validation, of: trainer, measure)
    event.set(speed: speed, of: trainer, measure)
    fill(&event)
    do {
      try JSONLine.write(event)
    } catch let error as OutputError {
      // The work is saved before it ends.
      outputError = error
      if hasLostOutput { line("textgen: error: \(error)") }
      interrupts.request()
    } catch {
      notice("an event could not be written: \(error)")
    }
  }

  /// Whether anybody is told more than warnings.
  var isHeard: Bool { json || !quiet }

  /// Whether events were lost that somebody wanted to read.
  var hasLostOutput: Bool { outputError != nil && outputError != .closed }

  /// Lines that are not said when `--quiet`.
  func tell(_ lines: [String]) { lines.forEach(say) }

  func notice(_ text: String) { line("textgen: note: \(text)") }

  func say(_ text: String) { if !quiet { line(text) } }

  func line(_ text: String) {
    clearLive()
    Terminal.error(text)
  }

  private func clearLive() {
    guard liveLength > 0 else { return }
    Terminal.live("")
    liveLength = 0
  }

  private func showLive(_ text: String) {
    Terminal.live(text)
    liveLength = text.count
  }

  func reading(bytes: Int, total: Int?) {
    let end = total.map { " of \(decimal(Double($0) / 1e6, 1))" } ?? ""
    working("reading \(decimal(Double(bytes) / 1e6, 1))\(end) MB")
  }

  /// Says what is going on that takes its time before the training: on a terminal five times a second, elsewhere every two
  /// seconds; nothing of what is done sooner.
  func working(_ what: @autoclosure () -> String) {
    guard !quiet else { return }
    if lastLine == -.infinity { lastLine = monotonicSeconds() }
    guard monotonicSeconds() - lastLine > (live ? 0.2 : 1.9) else { return }
    lastLine = monotonicSeconds()
    if live { showLive(what()) } else { line(what()) }
  }

  var goesOn: Bool { !interrupts.isRequested }

  func couldNotSave(_ path: String, reason: String) {
    notice("\(path) cannot be written: \(reason); the training goes on and tries it again")
  }

  func lostHistory(path: String, reason: String) { notice("\(path): \(reason)") }

  func fixedEnd<Source>(_ trainer: Trainer<Source>, seconds: Double) {
    guard verbose, let total = trainer.record.plan.totalSteps else { return }
    say("\(TimeBudget.text(seconds)): the learning rate falls to zero at step \(total)")
  }

  func turned<Source>(_ trainer: Trainer<Source>, seconds: Double) {
    guard let best = trainer.record.bestStep, let total = trainer.record.plan.totalSteps else { return }
    emit("turned", trainer, seconds: seconds)
    say(
      "the held-out loss has not fallen since step \(best): back to its weights, and to the end at step \(total) "
        + "(--no-early-stop goes on)")
  }

  func foundNothingLeft<Source>(_ trainer: Trainer<Source>) {
    notice("all \(trainer.record.step) steps are done already; give a larger budget to go on")
  }

  func stepped<Source>(_ step: Trainer<Source>.Step, _ trainer: Trainer<Source>, seconds: Double) {
    let record = trainer.record
    // What comes before the first step is not the speed of steps.
    let first = firstStep ?? (record.step, seconds)
    firstStep = first
    let isWindowed = trainer.model.configuration.window != nil
    let perStep = Double(trainer.examplesPerStep)
    let speed = Double(record.step - first.step) * perStep / max(seconds - first.seconds, 1e-9)
    let isMeasured = record.step > first.step
    emit("step", trainer, seconds: seconds, loss: step.loss, speed: isMeasured ? speed : nil)
    showPassingSample(trainer, seconds: seconds)
    guard isMeasured, !quiet, !json || live, monotonicSeconds() - lastLine >= (live ? 0.1 : 10) else { return }
    lastLine = monotonicSeconds()
    let total = record.plan.totalSteps
    var text = "step \(record.step)\(total.map { "/\($0)" } ?? "")"
    text += "  \(lossName(trainer)) \(measure.short(record.smoothedLoss ?? step.loss))"
    if let validation = record.validationLoss { text += "  held out \(measure.short(validation))" }
    text += "  \(decimal(speed / 1000, 1))k \(isWindowed ? "windows" : measure == .nats ? "chars" : "rows")/s"
    let left = total.map { Double($0 - record.step) * perStep / speed } ?? record.plan.seconds.map { $0 - seconds }
    if let left { text += "  \(TimeBudget.text(max(0, left))) left" }
    if live { showLive(text) } else { line(text) }
  }

  private func showPassingSample<Source>(_ trainer: Trainer<Source>, seconds: Double) {
    guard isHeard, let passingSample else { return }
    do {
      guard let text = try passingSample(seconds) else { return }
      emit("sample", trainer, seconds: seconds) { $0.sample = text }
      tell(["step \(trainer.record.step), \(TimeBudget.text(seconds)); the model writes:"] + SampleText.lines(of: text))
    } catch {
      notice("no sample was written: \(error)")
    }
  }

  /// The loss of the recent batches is named for what it is: dropout makes it higher than that of the text.
  private func lossName<Source>(_ trainer: Trainer<Source>) -> String {
    let configuration = trainer.model.configuration
    return configuration.dropout > 0 || configuration.recurrentDropout > 0 ? "batch loss with dropout" : "batch loss"
  }

  /// A line for each tenth of the training, and for the last step.
  func evaluated<Source>(_ loss: Double, _ trainer: Trainer<Source>, seconds: Double) {
    let record = trainer.record
    emit("evaluation", trainer, seconds: seconds, loss: record.smoothedLoss, validation: loss)
    let done = record.plan.totalSteps.map { Double(record.step) / Double(max(1, $0)) }
    let tenth = Int(10 * (done ?? record.plan.seconds.map { seconds / $0 } ?? 0))
    guard tenth > tenthsShown else { return }
    tenthsShown = tenth
    let best = record.bestStep == record.step ? "  best so far" : ""
    say(
      "step \(record.step)  \(lossName(trainer)) \(measure.short(record.smoothedLoss ?? .nan))  held out \(measure.full(loss))  "
        + "\(TimeBudget.text(seconds))\(best)")
  }

  func saved<Source>(_ path: String, _ trainer: Trainer<Source>, seconds: Double) {
    emit("checkpoint", trainer, seconds: seconds) { $0.path = path }
    if verbose { say("saved \(path)") }
  }

}
