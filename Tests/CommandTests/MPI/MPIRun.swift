import Foundation

/// The program with MPI, started by mpirun in the folder of another one.
struct MPIRun {
  /// The program without MPI.
  let program: Program

  /// Where the program with MPI is; nil in other tests than its own.
  static let program = ProcessInfo.processInfo.environment["TEXTGEN_MPI"]

  /// The launcher of the MPI that the program was built with.
  private static let launcher = ProcessInfo.processInfo.environment["MPIRUN"] ?? "mpirun"

  /// Where processes make their temporary files.
  var temporary: URL { program.folder.appending(path: ".temporary") }

  /// - through: a command that starts the program, whose path and arguments are given to it.
  func process(_ count: Int, _ arguments: [String], through command: [String] = []) -> Process {
    let process = program.process([])
    try? FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
    process.executableURL = URL(filePath: "/usr/bin/env")
    // More processes than cores, none bound to a core, and root in a container.
    process.arguments =
      [Self.launcher, "-n", "\(count)"] + command + [Self.program ?? ""] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging([
      "T": Program.executable.path, "TMPDIR": temporary.path, "OMPI_ALLOW_RUN_AS_ROOT": "1",
      "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
      "OMPI_MCA_rmaps_base_oversubscribe": "1", "OMPI_MCA_hwloc_base_binding_policy": "none",
      "OMPI_MCA_btl_vader_single_copy_mechanism": "none", "OMPI_MCA_mpi_yield_when_idle": "1",
    ]) { $1 }
    return process
  }

  /// Runs to the end.
  func run(_ count: Int, _ arguments: [String], through command: [String] = []) throws -> Program.Outcome {
    let process = process(count, arguments, through: command)
    let files = ["out", "err"].map { program.folder.appending(path: ".\($0)") }
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    return Program.Outcome(
      status: process.terminationStatus, outputBytes: try Data(contentsOf: files[0]),
      error: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self))
  }

  /// The processes of the program with MPI that have a word among their arguments and run in this folder.
  func children(named word: String) -> [pid_t] {
    let numbers = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
    return numbers.filter { number in
      let words =
        (try? String(contentsOfFile: "/proc/\(number)/cmdline", encoding: .utf8))?.split(separator: "\0") ?? []
      let folder = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/cwd")
      return words.first.map(String.init) == Self.program && words.contains { $0 == word }
        && folder == program.folder.resolvingSymlinksInPath().path
    }.sorted()
  }
}
