import ArgumentParser
import Checkpoints
import Forecasting
import Network
import TextEncoding
import Training
import Tuning

/// The way out of an error, in the words of the command line.
///
/// Libraries say what is wrong, where, and what they found; only the program knows its options and commands. This is the
/// one place where an error meets an option.
enum Advice {
  /// What may be done about an error, one way or another; nothing where its own line says all.
  static func about(_ error: any Error) -> [String] {
    switch error {
    case let error as TextEncodingError: about(error)
    case let error as CheckpointError: about(error).map { [$0] } ?? []
    case let error as NetworkError: about(error).map { [$0] } ?? []
    case let error as TrainingError: about(error).map { [$0] } ?? []
    case let error as ForecastingError: about(error).map { [$0] } ?? []
    case StudyError.different(let path, _, _, _): ["go on with the recorded one by --study \(shellQuoted(path)) alone"]
    default: []
    }
  }

  /// Those ways that a command has the options for, in one sentence; nil where there is none.
  static func sentence(about error: any Error, in command: (any ParsableCommand.Type)?) -> String? {
    let ways = about(error).filter { isPossible($0, in: command) }
    return ways.isEmpty ? nil : ways.joined(separator: ", or ")
  }

  /// Whether a command has all options that an advice names. Several commands read a text, and not all of them have, say,
  /// `--charset`.
  static func isPossible(_ advice: String, in command: (any ParsableCommand.Type)?) -> Bool {
    guard let command else { return true }
    let options = advice.split { !$0.isLetter && $0 != "-" }.filter { $0.hasPrefix("--") }
    if options.isEmpty { return true }
    let known = Set(command.helpMessage().split { !$0.isLetter && $0 != "-" })
    return options.allSatisfy(known.contains)
  }

  private static func about(_ error: TextEncodingError) -> [String] {
    switch error {
    case .binary: ["name its charset with --charset", "take every byte as it is with --unit byte"]
    case .malformed:
      ["name the file's charset with --charset", "accept U+FFFD in its place with --malformed replace"]
    case .vocabularyTooLarge: ["drop the rare ones with --min-count", "use --unit codepoint or --unit byte"]
    case .everyUnitRare: ["lower --min-count"]
    case .unknownUnit: ["change the text", "go on without such characters by --on-unknown skip"]
    default: []
    }
  }

  private static func about(_ error: CheckpointError) -> String? {
    switch error {
    case .fileNotFound: "check the path, or make one with `textgen train` or `textgen forecast`"
    case .notResumable: "train anew with --output and --force"
    case .foreign(_, .text): "make a model of it with `textgen train`, or name a model"
    case .foreign(_, .database): "`textgen tune` shows a study"
    default: nil
    }
  }

  private static func about(_ error: NetworkError) -> String? {
    switch error {
    case .bidirectionalStream: "give one with --window"
    case .dropout(let rate) where 1..<100 ~= rate, .recurrentDropout(let rate) where 1..<100 ~= rate:
      "\(rate) % is \(rate / 100)"
    default: nil
    }
  }

  private static func about(_ error: TrainingError) -> String? {
    switch error {
    case .diverged: "start again with a lower --learning-rate"
    case .tooLarge:
      "choose a smaller --hidden-size, fewer --layers, a smaller --batch-size or --micro-batch-size, or a shorter window "
        + "or sequence"
    case .unevenPieces: "choose another --micro-batch-size"
    case .indivisible: "choose another --parts or --batch-size"
    case .fewerPartsThanProcesses: "start fewer processes; more --parts need a batch and a text that are large enough"
    case .otherProcesses(_, .data): "give every computer the same file"
    case .otherProcesses(_, .training): "start the same version of the program on every computer"
    default: nil
    }
  }

  private static func about(_ error: ForecastingError) -> String? {
    switch error {
    case .unknownColumn(_, _, .dates, _):
      "name one of them with --date-column, or number the rows with --date-column none"
    case .unknownColumn(_, _, let role, _): "name one of them with \(option(of: role))"
    case .noHeader(_, let line, _, let likely?) where likely == line:
      "if these are the names, say so with --header-line \(line)"
    case .noHeader(_, _, _, let likely?), .namesDelimiter(_, _, _, let likely?):
      "name the line that has them, such as --header-line \(likely)"
    case .noHeader: "if the names are in another line, say which, such as --header-line 4"
    case .unclearHeader(_, let lines):
      "say which with " + lines.prefix(3).map { "--header-line \($0)" }.joined(separator: " or ")
    case .noSuchLine: "name a line of the file, such as --header-line 1"
    case .severalNumericColumns: "choose the one to forecast with --target"
    case .invalidCells: "mend them, or fill them with --missing previous or --missing interpolate"
    case .nothingBefore: "remove the rows up to there, or use --missing interpolate"
    case .unreadableDate:
      "mend or remove the row, name another column with --date-column, or number the rows with --date-column none"
    case .severalSeries(_, let key):
      "forecast all with --series \(shellQuoted(key.column)), or one with --series "
        + shellQuoted("\(key.column)=\(key.names.first ?? "")")
    case .seriesNotChosen(_, let key), .unknownSeries(_, _, let key):
      "choose one with --series " + shellQuoted("\(key.column)=\(key.names.first ?? "")")
    case .repeatedHour: "say so with --clock local"
    case .ambiguousDates(_, _, let meanings):
      meanings.compactMap(\.format).isEmpty
        ? nil
        : "say which with "
          + meanings.compactMap(\.format).map { "--date-format \($0.rawValue)" }.joined(separator: " or ")
    case .ambiguousNumbers, .mixedNumbers: "say which mark it is with --decimal point or --decimal comma"
    case .beyondScale: "give them in another unit, or choose another --scaling"
    case .otherStep:
      "learn a model of these rows with `textgen forecast`, or take them as they stand with --date-column none"
    case .otherUnit: "learn a model of these rows with `textgen forecast`"
    case .seasonTooLong: "choose a shorter one with --season"
    default: nil
    }
  }

  private static func option(of role: ColumnRole) -> String {
    switch role {
    case .target: "--target"
    case .feature: "--features"
    case .dates: "--date-column"
    case .series: "--series"
    }
  }
}
