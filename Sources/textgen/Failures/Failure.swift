import ArgumentParser
import Checkpoints
import Files
import Forecasting
import Glibc
import Inspecting
import Network
import Sampling
import TextEncoding
import Training
import Tuning

/// How errors leave the program: one line on stderr and an exit code of sysexits.h.
enum Failure {
  static let badData: Int32 = 65
  static let noInput: Int32 = 66
  static let internalError: Int32 = 70
  static let outOfMemory: Int32 = 71
  static let inputOutput: Int32 = 74
  static let interrupted: Int32 = 130

  /// Prints the error and exits; help and usage errors go the way of the argument parser.
  ///
  /// - command: the whole program.
  /// - running: the command that was running; nil where none was yet.
  static func exit(
    for error: any Error, of command: any ParsableCommand.Type, running: (any ParsableCommand.Type)?
  ) -> Never {
    if case OutputError.closed = error { Glibc.exit(0) }
    if let code = code(of: error) {
      let line = "textgen: error: \(line(for: error, in: running))"
      Processes.end(line, exitCode: code)
      Terminal.error(line)
      Glibc.exit(code)
    }
    // Help, versions and usage errors are the argument parser's; all else should have had a case above.
    let code = command.exitCode(for: error)
    guard code == .failure, !(error is ExitCode) else {
      let message = command.fullMessage(for: error)
      if !message.isEmpty {
        if code.isSuccess { try? Terminal.print(message) } else { Terminal.error(message) }
      }
      // All processes have come to the same end.
      Processes.leave()
      Glibc.exit(code.rawValue)
    }
    Processes.end("textgen: error: unexpected: \(error)", exitCode: internalError)
    Terminal.error("textgen: error: unexpected: \(error)")
    Glibc.exit(internalError)
  }

  /// The error in one line, with the way out.
  ///
  /// - command: the one that was running, whose options the way out may name; nil for those of any.
  static func line(for error: any Error, in command: (any ParsableCommand.Type)? = nil) -> String {
    "\(error)" + (Advice.sentence(about: error, in: command).map { "; \($0)" } ?? "")
  }

  /// A program built for another CPU ends before its first vector instruction would end it.
  static func exit(missingExtension name: String) -> Never {
    Terminal.error(
      "textgen: error: this program was built for CPUs with \(name), which this one lacks; "
        + "build it here with `make build`, or for any CPU with `TEXTGEN_CPU=baseline make build`")
    Glibc.exit(internalError)
  }

  private static func code(of error: any Error) -> Int32? {
    switch error {
    case let error as CheckpointError: error.exitCode
    case let error as TrainingHistoryError: error.exitCode
    case let error as FileError: error.exitCode
    case let error as TextEncodingError: error.exitCode
    case is NetworkError, is SamplingError: 64
    case is InspectingError: internalError
    case let error as TrainingError: error.exitCode
    case is ForecastingError: badData
    case is OutputError: inputOutput
    case let error as CommandError: error.exitCode
    case let error as TuneError: error.exitCode
    case let error as StudyError: error.exitCode
    case is WorkError: badData
    case is SearchSpaceError: 64
    default: nil
    }
  }
}

extension TextEncodingError {
  /// Missing input, input that cannot be read, and bad data are told apart.
  fileprivate var exitCode: Int32 {
    switch self {
    case .fileNotFound, .isDirectory: Failure.noInput
    case .unreadable, .temporaryFile: Failure.inputOutput
    case .unknownCharset: 64
    default: Failure.badData
    }
  }
}

extension FileError {
  fileprivate var exitCode: Int32 {
    switch self {
    case .notFound: Failure.noInput
    case .isFolder, .notRegular, .noReader, .system: Failure.inputOutput
    }
  }
}

extension CheckpointError {
  fileprivate var exitCode: Int32 {
    switch self {
    case .fileNotFound: Failure.noInput
    case .system: Failure.inputOutput
    default: Failure.badData
    }
  }
}

extension TrainingError {
  /// Bad data, and choices that cannot be.
  fileprivate var exitCode: Int32 {
    switch self {
    case .tooLarge, .unevenPieces, .indivisible, .fewerPartsThanProcesses: 64
    default: Failure.badData
    }
  }
}

extension StudyError {
  fileprivate var exitCode: Int32 {
    switch self {
    case .notFound: Failure.noInput
    case .notDatabase, .notStudy, .otherVersion, .damaged: Failure.badData
    case .different: 64
    case .readOnly, .locked, .system: Failure.inputOutput
    case .notClaimed: Failure.internalError
    }
  }
}

extension TrainingHistoryError {
  fileprivate var exitCode: Int32 {
    switch self {
    case .missing: Failure.noInput
    case .invalidLine: Failure.badData
    case .unreadable, .unwritable: Failure.inputOutput
    }
  }
}
