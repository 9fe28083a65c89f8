import ArgumentParser
import Files
import Glibc
import Workers

/// The processes of this program that share a training or a search, where a launcher of MPI has started several. The first one
/// decides and speaks.
enum Processes {
  private static let alone = Alone()

  #if MPI
    private static let joined = Launcher.isThere ? MPI() : nil

    /// Those of this run.
    static var all: any Communicator { joined ?? alone }
    /// Processes on this computer.
    static var onThisComputer: Int { joined?.countOnThisComputer ?? 1 }
    /// The name of this computer; empty where no launcher has started this process.
    static var host: String { joined?.host ?? "" }
    /// Whether a launcher has started this process, alone or with others.
    static var areLaunched: Bool { joined != nil }
  #else
    /// This process alone.
    static var all: any Communicator { alone }
    /// This process alone.
    static var onThisComputer: Int { 1 }
    /// Nobody asks for the name of this computer.
    static var host: String { "" }
    /// This process knows of no launcher.
    static var areLaunched: Bool { false }
  #endif

  /// The stream to stderr of a process that is silent.
  private static let silenced = Terminal.silence()

  /// Joins the others; before anything is said.
  static func start() { if !all.isFirst { _ = silenced } }

  #if !MPI
    /// Commands that train.
    private static let training: [any ParsableCommand.Type] = [
      Train.self, Forecast.self, Tune.self, LongLagCommand.self, TruncationCommand.self, VariantsCommand.self,
    ]
  #endif

  /// Throws where several processes were started, and a command would do the same in each of them, or they were given
  /// different ones.
  static func check(_ command: any ParsableCommand.Type) throws(CommandError) {
    guard max(Launcher.count, all.count) > 1 else { return }
    #if MPI
      guard command == Train.self || command == Tune.self else {
        throw .notShared(processes: max(Launcher.count, all.count))
      }
      if all.count < Launcher.count { throw .otherLauncher(processes: Launcher.count, joined: all.count) }
      // Before the first thing that all have to do together: what follows is asked for by the options.
      var hash = XXHash64()
      for argument in CommandLine.arguments.dropFirst() {
        Array(argument.utf8 + [0]).withUnsafeBytes { hash.update($0) }
      }
      let others = all.processes(differingIn: hash.digest)
      if !others.isEmpty { throw .otherOptions(processes: others) }
    #else
      guard training.contains(where: { $0 == command }) else { return }
      throw .withoutMPI(processes: Launcher.count)
    #endif
  }

  /// Reads a file that the first process has, and that the others need not have.
  static func reading<Result>(_ path: String, _ read: (String) throws -> Result) throws -> Result {
    if all.isAlone { return try read(path) }
    if all.isFirst {
      let result = try read(path)
      _ = all.broadcast(try InputFile(path: path).readToEnd())
      return result
    }
    let bytes = all.broadcast([])
    let copy = try TemporaryFile()
    try bytes.withUnsafeBytes { try copy.write($0, at: 0) }
    defer { withExtendedLifetime(copy) {} }
    return try read(copy.path)
  }

  /// Leaves the others when all have done their work.
  static func leave() {
    #if MPI
      joined?.end()
    #endif
  }

  /// Ends all processes because of an error, which the first one says; another one only where the first has none.
  static func end(_ line: String, exitCode: Int32) {
    if all.isAlone { return }
    #if MPI
      if let joined {
        if joined.isFirst {
          Terminal.error(line)
        } else {
          // As a rule all processes meet the same error, and the first one ends this one now.
          sleep(2)
          Terminal.hear(silenced)
          Terminal.error("\(line) (process \(joined.rank) on \(joined.host))")
        }
        // MPICH's launcher ends before it has passed on what was said just now.
        usleep(200_000)
        joined.abort(exitCode: exitCode)
      }
    #endif
  }
}
