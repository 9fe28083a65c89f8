import Glibc
import Inspecting
import Kernels
import Network
import Notation
import TextEncoding
import Training

/// What a training tells: a live line on a terminal, a plain line now and then elsewhere, JSON events on request.
final class TrainingReport: TrainingObserver {
  /// What the losses are.
  let measure: LossMeasure
  private let json: Bool
  private let quiet: Bool
  private let verbose: Bool
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

  /// One event of `--json`; absent keys do not apply.
  private struct Event: Encodable {
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

  private func emit<Source>(
    _ event: String, _ trainer: Trainer<Source>, seconds: Double, loss: Double? = nil, validation: Double? = nil,
    speed: Double? = nil, with fill: (inout Event) -> Void = { _ in }
  ) {
    guard json, outputError == nil else { return }
    let record = trainer.record
    let measured = event == "done" ? record.measured : nil
    let epoch = Double(record.step) / Double(trainer.stepsPerEpoch)
    var object = Event(
      event: event, step: record.step, epoch: (epoch * 1000).rounded() / 1000,
      seconds: (seconds * 1000).rounded() / 1000)
    fill(&object)
    switch measure {
    case .nats:
      (object.loss_nats, object.validation_nats) = (loss, validation)
      (object.held_out_nats, object.training_data_nats) = (measured?.heldOut?.mean, measured?.training?.mean)
      (object.ngram_order, object.ngram_nats) = (measured?.nGram?.order, measured?.nGram?.heldOut.mean)
      object.ngram_characters = measured?.nGram?.counted
      object.origin_nats = measured == nil ? nil : record.origin?.heldOut?.mean
    case .squaredError:
      (object.squared_error, object.validation_squared_error) = (loss, validation)
      object.held_out_squared_error = measured?.heldOut?.mean
      object.training_data_squared_error = measured?.training?.mean
    }
    switch (measure, trainer.model.configuration.window) {
    case (_, .some): object.windows_per_second = speed?.rounded()
    case (.nats, nil): object.characters_per_second = speed?.rounded()
    case (.squaredError, nil): object.rows_per_second = speed?.rounded()
    }
    do {
      try JSONLine.write(object)
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

  private func say(_ text: String) { if !quiet { line(text) } }

  private func line(_ text: String) {
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
    guard !quiet, live, monotonicSeconds() - lastLine > 0.2 else { return }
    lastLine = monotonicSeconds()
    let end = total.map { " of \(decimal(Double($0) / 1e6, 1))" } ?? ""
    showLive("reading \(decimal(Double(bytes) / 1e6, 1))\(end) MB")
  }

  func read(_ report: CorpusReport, tokenizer: Tokenizer) {
    for source in report.sources {
      source.notes.forEach(notice)
      if verbose { say("\(source.name): \(source.byteCount) bytes, \(source.charset ?? "raw bytes")") }
    }
    let different = tokenizer.vocabulary.counts.count { $0 > 0 }
    say("\(report.unitCount) character\(report.unitCount == 1 ? "" : "s"), \(different) different")
  }

  /// A model that the training could begin with.
  func offers(_ name: String) {
    say("the text is English: --from \(name) begins with a model that knows the language, and needs less of the text")
  }

  /// A model that the training begins with.
  func begins(with name: String, newCharacters: Int) {
    let words =
      switch newCharacters {
      case 0: "which knows all characters of the text"
      case 1: "to which one character of the text is new"
      default: "to which \(newCharacters) characters of the text are new"
      }
    say("begins with the weights of \(name), \(words)")
  }

  /// What a short text made smaller.
  ///
  /// - askedFraction: the fraction that was to be held out, where it was asked for.
  func fitted(_ training: TextTraining, characters: Int, askedFraction: Double?) {
    let (plan, wanted) = (training.plan, training.wanted)
    if plan.validationFraction != wanted.validationFraction {
      let reason = askedFraction.map { "a fraction of \($0) is too little" } ?? "the corpus is too short"
      notice("\(reason) to hold a part of it out; training on all \(characters) characters")
    }
    if (plan.batchSize, plan.sequenceLength) != (wanted.batchSize, wanted.sequenceLength) {
      notice(
        "\(training.trainingCharacters) characters are too few for batches of \(wanted.batchSize) × "
          + "\(wanted.sequenceLength); using \(plan.batchSize) × \(plan.sequenceLength)")
    }
  }

  /// - power: what the network was chosen for, where it was.
  func begins<Source>(_ trainer: Trainer<Source>, _ power: ComputingPower? = nil, threads: Int) {
    if let words = power?.words { say(words) }
    let configuration = trainer.model.configuration
    let sizes = configuration.layers.map { "\($0.hiddenSize)\($0.isBidirectional ? " both ways" : "")" }
    var text = "LSTM \(sizes.joined(separator: ", ")), dropout \(decimal(Double(configuration.dropout), 2))"
    if configuration.recurrentDropout > 0 {
      text += " and \(decimal(Double(configuration.recurrentDropout), 2)) between steps"
    }
    text += Self.words(configuration.layers[0].cell)
    if let window = configuration.window { text += ", windows of \(window)" }
    say("\(text), \(trainer.model.layout.count) parameters")
    let plan = trainer.record.plan
    say(
      "batch \(Self.batch(plan)), learning rate \(plan.optimizer.learningRate), \(threads) "
        + "thread\(threads == 1 ? "" : "s"), --rng-seed \(plan.rngSeed)")
  }

  /// The kind of the cells, where they are not the usual ones.
  private static func words(_ cell: CellKind) -> String {
    let plain = if case .projected(let variant, _) = cell { CellKind.gated(variant) } else { cell }
    let name = CellKind.named.first { $0.kind == plain }?.name
    let projection = if case .projected(_, let size) = cell { ", projected to \(size)" } else { "" }
    return (name.map { $0 == "standard" ? "" : ", cell \($0)" } ?? "") + projection
  }

  /// Streams × steps.
  static func batch(_ plan: TrainingPlan) -> String {
    "\(plan.batchSize) × \(plan.sequenceLength)" + (plan.microBatchSize.map { " in parts of \($0)" } ?? "")
  }

  func resumes<Source>(_ trainer: Trainer<Source>) {
    say("resuming after step \(trainer.record.step)\(trainer.record.plan.totalSteps.map { " of \($0)" } ?? "")")
  }

  var goesOn: Bool { !interrupts.isRequested }
  var waitsForMeasurement: Bool { !interrupts.isRequested }

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

  /// The program as it was called, so that what it prints can be typed.
  private static var program: String { shellQuoted(CommandLine.arguments.first ?? "textgen") }

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

  /// What a training would be, without making it: the model, and how long it takes.
  func expects<Source>(_ trainer: Trainer<Source>, steps: Int, _ budget: Budget, _ power: ComputingPower) {
    for line in ModelDescription(trainer.model, things: "characters").summary.lines { say("  \(line)") }
    let passes = Double(steps) / Double(trainer.stepsPerEpoch)
    let teraFLOP = Recipe.teraFLOP(
      steps: steps, multiplyAdds: trainer.model.multiplyAddsPerExample, examples: trainer.examplesPerStep)
    let about = if case .steps = budget { "" } else { "about " }
    say(
      "\(about)\(steps) steps, \(decimal(passes, passes < 10 ? 1 : 0)) passes over the training data, about "
        + "\(TimeBudget.text(1e12 * teraFLOP / power.peak)) on this computer; nothing was trained")
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

/// A word that a POSIX shell reads back as it was.
func shellQuoted(_ word: String) -> String {
  let plain = word.unicodeScalars.allSatisfy {
    ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
      || "-_./=+".unicodeScalars.contains($0)
  }
  if plain && !word.isEmpty { return word }
  return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}

extension TrainingOrigin {
  /// The name as a terminal may get it: a file may hold anything.
  var shownName: String { TextWidth.oneLine(name) }
}
