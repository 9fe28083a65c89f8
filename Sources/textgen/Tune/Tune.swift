import ArgumentParser
import Files
import Tuning

/// `textgen tune`: search for the settings with the lowest held-out loss.
struct Tune: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Search for the best settings of a training.",
    discussion: """
      textgen tune corpus.txt --total-time 30m
          half an hour of trials with the usual ranges
      textgen tune weather.csv --target temperature --max-epochs 30
          the same for a forecast
      textgen tune a.txt --search hidden-size=64:512:8 --search cell=standard,coupled
          ranges of one's own: low:high:step, low:high:log, or choices
      textgen tune --study checkpoints/corpus.study.sqlite
          go on after Ctrl-C, or join a search from another terminal
      textgen tune --show checkpoints/corpus.study.sqlite
          the table of a search that runs or has ended
      textgen tune --show checkpoints/corpus.study.sqlite --html corpus.html
          its losses and settings drawn, on one page
      mpirun -n 9 textgen tune corpus.txt
          one process keeps the search and eight train, on one computer or many

      Many trials are trained a little, and the best third of them goes on, from where each stood (Hyperband, Li et al. \
      2018). All other options are those of `textgen train`, or of `textgen forecast` where the data is a CSV file; an \
      option that is given is the same for every trial.
      """)

  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp("The data, and options of `textgen train` or `textgen forecast`.", valueName: "data"))
  var words: [String] = []

  @Option(
    help: ArgumentHelp(
      "An option to search and its range, such as hidden-size=32:512:32, dropout=0:0.5:0.1, learning-rate=1e-4:1e-2:log or "
        + "cell=standard,coupled. May be given several times. (default: the options that matter most)",
      valueName: "option=range"))
  var search: [String] = []

  @Option(help: ArgumentHelp("The number of passes over the data of a whole training.", valueName: "n"))
  var maxEpochs: Int?

  @Option(help: ArgumentHelp("The number of steps of a whole training.", valueName: "n"))
  var maxSteps: Int?

  @Option(
    help: ArgumentHelp(
      "The time of a whole training: every trial gets the arithmetic that the computer does in this time. (default: 1m for a "
        + "text; a forecast makes 1000 steps, or 20 passes over windows)", valueName: "time"),
    transform: TimeBudget.init(text:))
  var maxTime: TimeBudget?

  @Option(
    help: ArgumentHelp(
      "The time of the whole search, summed over all workers; after this time no round begins. (default: until all trials are made)",
      valueName: "time"), transform: TimeBudget.init(text:))
  var totalTime: TimeBudget?

  @Option(
    help: ArgumentHelp(
      "From each round to the next, one trial in n goes on, and trains n times as long. (default: 3)", valueName: "n"))
  var factor: Int?

  @Option(
    help: ArgumentHelp(
      "The file of the search. (default: checkpoints/<name of the data>.study.sqlite)", valueName: "file"))
  var study: String?

  @Option(help: ArgumentHelp("Print the best trials of a search, and train nothing.", valueName: "file"))
  var show: String?

  @Option(help: ArgumentHelp("Draw the search that --show names, as one HTML page, instead.", valueName: "file"))
  var html: String?

  @Flag(help: "Replace a page that exists.")
  var force = false

  @Option(help: ArgumentHelp("The number of processes that train trials side by side.", valueName: "n"))
  var workers = 1

  @Flag(help: ArgumentHelp("Work for a search that another process has begun.", visibility: .hidden))
  var asWorker = false

  @Flag(name: .shortAndLong, help: "Print the table of the best trials only.")
  var quiet = false

  @OptionGroup var random: RandomOptions
  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if [maxEpochs != nil, maxSteps != nil, maxTime != nil].count(where: \.self) > 1 {
      throw ValidationError("--max-epochs, --max-steps and --max-time exclude each other; give one of them")
    }
    for (name, value) in [("--max-epochs", maxEpochs), ("--max-steps", maxSteps)] {
      if let value, !(1...1_000_000_000).contains(value) {
        throw ValidationError("\(name) has to be from 1 to 1000000000")
      }
    }
    if let factor, !(2...10).contains(factor) { throw ValidationError("--factor has to be from 2 to 10") }
    if !(1...64).contains(workers) { throw ValidationError("--workers has to be from 1 to 64") }
    if show == nil && study == nil && data == nil {
      throw ValidationError(
        "name a text file or a CSV file to learn from, before any other option, or a search to go on with by --study")
    }
    if show == nil && data == nil, let option = planOption {
      throw ValidationError(
        "\(option) is recorded in a search that goes on; leave it out, or name the data to begin another")
    }
    if show != nil && (!words.isEmpty || study != nil) {
      throw ValidationError("--show prints a search that is there; give it the search's file alone")
    }
    if html != nil && show == nil {
      throw ValidationError("--html draws a search that is there; name the search's file by --show")
    }
    if let html, let show, FileStatus.isSameFile(html, show) {
      throw ValidationError("--html would replace the search itself; name another file")
    }
    if force && html == nil {
      throw ValidationError("--force replaces the page that --html names; a search that is there goes on")
    }
  }

  func run() throws {
    Terminal.ignoreBrokenPipes()
    try requireShareable()
    if let show { return try showTable(of: show) }
    do {
      if Processes.all.isFirst { try searchTrials() } else { try trainForFirst() }
    } catch {
      // A usage error waits for all other processes to end, which may be waiting for this one.
      guard !Processes.all.isAlone, let words = TuneError.usageWords(of: error) else { throw error }
      throw TuneError.refused(reason: words)
    }
  }

  /// Prints the table of a search that is there, or draws its page.
  private func showTable(of study: String) throws {
    let shown = try Study(reading: study)
    let table = try TuneTable(shown.trials(), plan: shown.plan, job: TuneJob(recorded: shown.plan))
    guard let html else { return try table.write(isWhole: true) }
    if FileStatus.exists(html) && !force { throw CommandError.fileExists(path: html) }
    try table.draw(study: study, to: html)
  }

  /// The first option that was given of those that a study records.
  private var planOption: String? {
    let options = [
      ("--search", !search.isEmpty), ("--max-epochs", maxEpochs != nil), ("--max-steps", maxSteps != nil),
      ("--max-time", maxTime != nil), ("--factor", factor != nil), ("--rng-seed", random.rngSeed != nil),
    ]
    return options.first { $0.1 }?.0
  }

  /// The first word that is no option and no option's value.
  var data: String? { words.first.flatMap { $0.hasPrefix("-") && $0 != "-" ? nil : $0 } }
}
