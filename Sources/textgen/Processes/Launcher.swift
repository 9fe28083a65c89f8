import Glibc

/// What a launcher of MPI, such as mpirun or srun, says of the processes that it has started.
enum Launcher {
  /// Variables of MPI that say how many processes there are: Open MPI's, MPICH's and those of its relatives.
  private static let counts = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MV2_COMM_WORLD_SIZE"]
  /// Variables that say which of them this one is.
  private static let ranks = ["PMIX_RANK", "PMI_RANK"]

  /// The processes that were started together, as far as the environment tells; 1 where this one was started by itself.
  static var count: Int {
    // Slurm says so of steps without MPI as well.
    let told = (counts + ["SLURM_STEP_NUM_TASKS"]).compactMap(number) + ranks.compactMap(number).map { $0 + 1 }
    return max(1, told.max() ?? 1)
  }

  /// Whether a launcher of MPI has started this process, alone or with others.
  static var isThere: Bool { count > 1 || (counts + ranks).contains { number($0) != nil } }

  private static func number(_ name: String) -> Int? { getenv(name).flatMap { Int(String(cString: $0)) } }
}
