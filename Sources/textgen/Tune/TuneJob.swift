import Forecasting
import FoundationEssentials
import Network
import Training
import Tuning

/// What a search is about: the data and the options that are the same for every trial, and how long a whole training is.
struct TuneJob: Codable, Equatable {
  /// The arguments of `train` or `forecast`, the data first.
  let words: [String]
  /// How far a whole training goes.
  let length: TrialLength
  /// Decides the settings of the trials, and what their trainings draw.
  let seed: UInt64

  /// Checks that the words are those of a training.
  init(words: [String], length: TrialLength, seed: UInt64) throws {
    (self.words, self.length, self.seed) = (words, length, seed)
    if let option = try Self.decidedOption(in: words) { throw TuneError.decided(option: option) }
  }

  /// What a study has recorded.
  init(recorded plan: StudyPlan) throws {
    guard let facts = try? JSONDecoder().decode(Facts.self, from: Data(plan.fixedSettings.utf8)) else {
      throw TuneError.otherStudy(settings: plan.fixedSettings)
    }
    (words, seed) = (facts.arguments, plan.seed)
    switch plan.resourceUnit {
    case .steps: length = .steps(facts.most)
    case .epochs: length = .epochs(facts.most)
    case .milliseconds: length = .seconds(Double(facts.most) / 1000, peak: facts.peak ?? 0)
    }
  }

  /// What of a job stands in a study's one line of fixed settings.
  private struct Facts: Codable {
    let arguments: [String]
    /// Of a whole training, in the study's unit.
    let most: Int
    let peak: Double?
  }

  /// Floating-point operations a second, where the length of a trial depends on them.
  var peak: Double? { if case .seconds(_, let peak) = length { peak } else { nil } }

  /// Whether a forecast reads windows, by its options or by what is searched.
  static func readsWindows(words: [String], search: [String]) -> Bool {
    search.contains { $0.hasPrefix("window=") }
      || words.contains { $0 == "--window" || $0.hasPrefix("--window=") || $0 == "--bidirectional" }
  }

  /// Whether the data is a table.
  static func isSeries(_ data: String) -> Bool {
    [".csv", ".tsv"].contains { data.lowercased().hasSuffix($0) }
  }

  /// The plan of a new study.
  func plan(search: [String], seed: UInt64, factor: Int, data: String) throws -> StudyPlan {
    let (unit, most): (StudyPlan.ResourceUnit, Int) =
      switch length {
      case .steps(let steps): (.steps, steps)
      case .epochs(let epochs): (.epochs, epochs)
      case .seconds(let seconds, _): (.milliseconds, Int((seconds * 1000).rounded()))
      }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let facts = try encoder.encode(Facts(arguments: words, most: most, peak: peak))
    // Passes are counted one by one; steps and seconds in so many parts that there are four rounds.
    let parts = factor * factor * factor
    let space = try SearchSpace(parsing: search.isEmpty ? usualRanges : search)
    try Self.check(space)
    return StudyPlan(
      space: space,
      fixedSettings: String(decoding: facts, as: UTF8.self), data: data, seed: seed,
      hyperband: Hyperband(largestResource: unit == .epochs ? most : parts, factor: factor),
      resourceUnit: unit)
  }

  /// The options that matter most, but for those that are fixed.
  private var usualRanges: [String] {
    let ranges =
      if !Self.isSeries(words[0]) {
        [
          "hidden-size=64:512:32", "layers=1,2", "cell=coupled,standard,coupled-layer-norm", "dropout=0:0.5:0.1",
          "recurrent-dropout=0:0.5:0.1", "learning-rate=1e-3:2e-2:log", "batch-size=8,16,32",
          "sequence-length=32,64,128", "ngrams=1,3,5",
        ]
      } else if Self.readsWindows(words: words, search: []) {
        [
          "hidden-size=16:256:16", "layers=1,2", "window=10:60:10", "dropout=0:0.5:0.1",
          "learning-rate=5e-4:2e-2:log", "batch-size=16,32,64",
        ]
      } else {
        [
          "hidden-size=16:128:16", "layers=1,2", "dropout=0:0.5:0.1", "learning-rate=5e-4:2e-2:log",
          "batch-size=8,16,32", "sequence-length=16,32,64",
        ]
      }
    return ranges.filter { range in
      let name = "--\(range.prefix { $0 != "=" })"
      return !words.contains { $0 == name || $0.hasPrefix(name + "=") }
    }
  }

  /// Who trains the trials.
  func runner(threads: Int, memoryBytes: Double, observer: TrialObserver) throws -> any TrialRunner {
    let words = words + ["--rng-seed", "\(seed)"]
    return Self.isSeries(self.words[0])
      ? try SeriesTrials(words: words, length: length, threads: threads, memoryBytes: memoryBytes, observer: observer)
      : try TextTrials(words: words, length: length, threads: threads, memoryBytes: memoryBytes, observer: observer)
  }

  /// An option that a search decides by itself.
  private static func decidedOption(in words: [String]) throws -> String? {
    decided.first { name in words.contains { $0 == name || $0.hasPrefix(name + "=") } }
  }

  private static let decided = [
    "--time", "--steps", "--epochs", "--end-moved", "--output", "-o", "--resume", "--checkpoint-every", "--json",
    "--dry-run", "--horizon", "--checkpoint", "--write-windows",
  ]

  /// Options that change what a loss is measured on, or in which unit: trials that differ in them cannot be compared.
  private static let measuring = [
    "--unit", "--normalization", "--keep-line-ends", "--min-count", "--charset", "--malformed", "--validation",
    "--target",
    "--features", "--header-line", "--date-column", "--date-format", "--missing", "--test", "--scaling",
  ]

  /// Throws where an option cannot be searched.
  private static func check(_ space: SearchSpace) throws(TuneError) {
    for name in space.dimensions.map({ "--" + $0.name }) {
      if (decided + ["--rng-seed", "--threads", "--quiet", "--verbose", "--force", "--help"]).contains(name) {
        throw .decided(option: name)
      }
      if measuring.contains(name) { throw .incomparable(option: name) }
    }
  }

  /// The command that trains with some settings from the beginning to the end.
  func command(for settings: Settings) -> String {
    let end =
      switch length {
      case .steps(let steps): ["--steps", "\(steps)"]
      case .epochs(let epochs): ["--epochs", "\(epochs)"]
      case .seconds(let seconds, _): ["--time", TimeBudget(seconds: seconds).description]
      }
    let name = Self.isSeries(words[0]) ? "forecast" : "train"
    let all = [name] + words + settings.flatMap { ["--\($0.name)", $0.value] } + end + ["--rng-seed", "\(seed)"]
    return "textgen " + all.map(shellQuoted).joined(separator: " ")
  }

  /// What the numbers of a study are counted in.
  func measures(_ plan: StudyPlan) -> StudyPage.Measures {
    let (words, most): (String, Double) =
      switch length {
      case .steps(let steps): ("steps", Double(steps))
      case .epochs(let epochs): ("passes over the data", Double(epochs))
      case .seconds(let seconds, let peak): ("seconds of training at \(decimal(peak / 1e9, 0)) GFLOP/s", seconds)
      }
    let loss: LossMeasure = Self.isSeries(self.words[0]) ? .squaredError : .nats
    return StudyPage.Measures(
      loss: loss.name, resource: words, resourceUnit: most / Double(plan.hyperband.largestResource))
  }

  /// The path of a study without what says that it is one.
  static func name(of study: String) -> String {
    let suffix = ".study.sqlite"
    return study.hasSuffix(suffix) ? String(study.dropLast(suffix.count)) : study
  }

  /// Where the pictures of a study are: `corpus.study.html` beside `corpus.study.sqlite`.
  static func pagePath(of study: String) -> String { name(of: study) + ".study.html" }

  /// Where the checkpoints of a study's trials are.
  static func trialFolder(of study: String) -> String { study + ".trials" }
}

extension StudyPlan {
  /// The same plan for the data at hand, which may not be what was recorded.
  func changing(data: String) -> StudyPlan {
    StudyPlan(
      space: space, fixedSettings: fixedSettings, data: data, seed: seed, hyperband: hyperband,
      resourceUnit: resourceUnit)
  }
}

/// What only a search can find wrong.
enum TuneError: Error, Equatable, CustomStringConvertible {
  case noStudy(path: String)
  case otherStudy(settings: String)
  case decided(option: String)
  case incomparable(option: String)
  case nothingHeldOut
  case allLost
  case noWorker(reason: String)
  case workersBesideProcesses
  case refused(reason: String)

  var exitCode: Int32 {
    switch self {
    case .noStudy: Failure.noInput
    case .noWorker: Failure.internalError
    case .decided, .incomparable, .workersBesideProcesses, .refused: 64
    case .otherStudy, .nothingHeldOut, .allLost: Failure.badData
    }
  }

  var description: String {
    switch self {
    case .noStudy(let path): "\(path): there is no search; name the data to begin one"
    case .otherStudy(let settings): "the search was begun by another program: its settings are \(settings)"
    case .decided(let option): "\(option) is decided by the search, or has no meaning in one; leave it out"
    case .incomparable(let option):
      "\(option) changes what the loss is measured on, so that trials which differ in it cannot be compared; give it one "
        + "value for all trials"
    case .nothingHeldOut:
      "nothing is held out to compare the trials by; the data is too short, or --validation is 0"
    case .noWorker(let reason): "another worker cannot be started: \(reason)"
    case .workersBesideProcesses:
      "a launcher of MPI has started this process, and --workers would start others beside the launcher's; start as many by "
        + "the launcher, or leave the launcher out"
    case .refused(let reason): reason
    case .allLost: "every trial was lost; look at the notes above, and search other ranges"
    }
  }

  /// What is wrong with options, where an error is one of the argument parser about them.
  static func usageWords(of error: any Error) -> String? {
    Tune.exitCode(for: error) == .validationFailure ? Tune.message(for: error) : nil
  }

  /// Whether an error is one of a trial's settings, so that the search goes on without the trial.
  static func isOfTrial(_ error: any Error) -> Bool {
    switch error {
    case is NetworkError: true
    case let error as TrainingError:
      switch error {
      case .diverged, .tooLarge, .unevenPieces, .indivisible, .corpusTooShort: true
      default: false
      }
    case let error as ForecastingError:
      switch error {
      case .tooFewRows, .seasonTooLong, .beyondScale: true
      default: false
      }
    default: false
    }
  }
}
