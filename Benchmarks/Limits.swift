import ArgumentParser
import Kernels

/// `benchmarks limits`: what this machine's cores can do at most.
struct Limits: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Fused multiply-adds and bandwidth of this machine.")

  @Option(help: "Threads.")
  var threads = 2

  func run() {
    for count in Set([1, threads]).sorted() {
      let team = ThreadTeam(threads: count)
      print("\(count) threads, \(instructionSet): \(decimal(peakGFLOPS(on: team), 1)) GFLOP/s of fused multiply-adds")
      for kilobytes in [24, 512, 8192, 262_144] {
        print("  reading \(kilobytes) KB a thread: \(decimal(readBandwidth(kilobytes: kilobytes, on: team), 1)) GB/s")
      }
    }
  }
}

/// The most fused multiply-adds that the team's cores do, in 10⁹ floating-point operations a second.
func peakGFLOPS(on team: ThreadTeam) -> Double {
  let rounds = 2_000_000
  let seconds = medianSeconds { team.run { _ in chainedMultiplyAdds(rounds: rounds) } }
  return Double(team.count * rounds * multiplyAddsPerRound * 2) / seconds / 1e9
}

/// Gigabytes a second that the team reads from blocks of its own.
func readBandwidth(kilobytes: Int, on team: ThreadTeam) -> Double {
  let blocks = (0..<team.count).map { _ in Matrix(rows: 1, columns: kilobytes * 256) }
  let repeats = max(1, 65_536 / kilobytes)
  let seconds = medianSeconds { team.run { worker in readThrough(blocks[worker], times: repeats) } }
  return Double(team.count * repeats * kilobytes * 1024) / seconds / 1e9
}
