import Glibc

/// The CPUs that are online.
enum Processors {
  static var count: Int { min(64, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
