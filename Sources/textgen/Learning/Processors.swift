import Glibc

/// The CPUs that are online.
enum Processors {
  /// The memory of the machine.
  static var memoryBytes: Double { Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE))) }

  static var count: Int { min(64, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
