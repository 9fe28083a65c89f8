import Files
import Glibc

/// The CPUs that are online.
enum Processors {
  /// The memory that this process may have: that of the machine, or of the container, or less where its user has set a
  /// limit, as `ulimit -v` does.
  static var memoryBytes: Double {
    let machine = Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
    let limits = [RLIMIT_AS, RLIMIT_DATA].compactMap { resource in
      var limit = rlimit()
      return getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0 ? Double(limit.rlim_cur) : nil
    }
    let containers = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"].compactMap { path in
      (try? InputFile(path: path).readToEnd()).flatMap {
        Double(String(decoding: $0, as: UTF8.self).prefix { $0.isNumber })
      }
    }
    return ([machine] + limits + containers).min() ?? machine
  }

  static var count: Int { min(64, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
