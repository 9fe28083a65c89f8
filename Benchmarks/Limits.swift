import ArgumentParser
import Foundation
import Kernels

/// `benchmarks limits`: what this machine's cores can do at most.
struct Limits: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Fused multiply-adds and bandwidth of this machine.")

  @Option(help: "Threads.")
  var threads = 2

  @Flag(help: "One JSON object: GFLOP/s of all threads, GB/s a core from the second and third cache and memory.")
  var json = false

  private struct Result: Encodable {
    let gflops, level2, level3, memory: Double
  }

  func run() throws {
    let (one, all) = (ThreadTeam(threads: 1), ThreadTeam(threads: threads))
    let result = Result(
      gflops: peakGFLOPS(on: all).rounded(), level2: readBandwidth(kilobytes: 512, on: one).rounded(),
      level3: readBandwidth(kilobytes: 8192, on: one).rounded(),
      memory: readBandwidth(kilobytes: 262_144, on: one).rounded())
    if json { return print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self)) }
    print(
      """
      \(instructionSet), \(threads) threads: \(decimal(result.gflops, 0)) GFLOP/s of fused multiply-adds, \
      \(decimal(peakGFLOPS(on: one), 0)) with one
      reading, one core: \(decimal(result.level2, 0)) GB/s from 512 KB, \(decimal(result.level3, 0)) from 8 MB, \
      \(decimal(result.memory, 0)) from 256 MB
      """)
  }
}

/// The most fused multiply-adds that the team's cores do, in 10⁹ floating-point operations a second.
func peakGFLOPS(on team: ThreadTeam) -> Double { peakFLOPS(on: team, bursts: 100, seconds: now) / 1e9 }

/// Gigabytes a second that the team reads from blocks of its own.
func readBandwidth(kilobytes: Int, on team: ThreadTeam) -> Double {
  let blocks = (0..<team.count).map { _ in Matrix(rows: 1, columns: kilobytes * 256) }
  let repeats = max(1, 65_536 / kilobytes)
  let seconds = medianSeconds { team.run { worker in readThrough(blocks[worker], times: repeats) } }
  return Double(team.count * repeats * kilobytes * 1024) / seconds / 1e9
}
