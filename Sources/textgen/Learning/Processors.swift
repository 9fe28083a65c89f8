import Files
import Glibc

/// The CPUs that are online.
enum Processors {
  /// The memory that this process may have: its part of that of the machine or of the container, which all processes of a
  /// training on this computer share equally; or less, where a user has set a limit, as `ulimit -v` does.
  static var memoryBytes: Double { memoryBytes(sharedBy: Processes.onThisComputer) }

  /// The same where only some of the processes on the computer train.
  static func memoryBytes(sharedBy processes: Int) -> Double {
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
    let shared = ([machine] + containers).min() ?? machine
    return ([shared / Double(processes)] + limits).min() ?? shared
  }

  /// The CPUs for this process's threads: of several processes on the computer each has as many, and a launcher may have
  /// bound each to some.
  static var count: Int { count(sharedBy: Processes.onThisComputer) }

  /// The same where only some of the processes on the computer compute.
  static func count(sharedBy processes: Int) -> Int {
    let online = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    let own = Processes.all.isAlone ? online : min(online / processes, bound)
    return min(64, max(1, own))
  }

  /// The CPUs that this process may run on, by the mask in hexadecimal digits that the system shows.
  private static var bound: Int {
    let status = (try? InputFile(path: "/proc/self/status").readToEnd()) ?? []
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("Cpus_allowed:") }
    let bits = line?.dropFirst("Cpus_allowed:".count).compactMap { $0.hexDigitValue?.nonzeroBitCount }.reduce(0, +) ?? 0
    return bits > 0 ? bits : .max
  }
}
