import Glibc

/// Calls `body` while no file of the process can grow beyond so many bytes: a longer write fails half-way, as on a full
/// disk. For tests in processes of their own, since the limit is one of the whole process.
package func withFileSizeLimit(_ bytes: Int, _ body: () throws -> Void) throws {
  signal(SIGXFSZ, SIG_IGN)
  let fileSize = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
  var limit = rlimit()
  precondition(getrlimit(fileSize, &limit) == 0, "the limit cannot be read")
  let former = limit.rlim_cur
  limit.rlim_cur = rlim_t(bytes)
  precondition(setrlimit(fileSize, &limit) == 0, "the limit cannot be set")
  defer {
    limit.rlim_cur = former
    setrlimit(fileSize, &limit)
  }
  try body()
}
