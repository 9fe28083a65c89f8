/// Chains that keep two multiply-adds in flight a cycle and still fit in the registers, of which narrow ones hold half.
private var chains: Int { hasWideRegisters ? 16 : 5 }

/// Floating-point operations a second that the team's cores do at most, a fused multiply-add counting as two: the
/// fastest of `bursts`, since what else runs on a machine does not lower its limit.
///
/// - seconds: a clock.
///
/// Cost: about 5 ms a burst on a CPU of 100 GFLOP/s a core.
public func peakFLOPS(on team: ThreadTeam, bursts: Int, seconds: () -> Double) -> Double {
  let rounds = 1_000_000
  var shortest = Double.infinity
  for _ in 0..<max(1, bursts) {
    let start = seconds()
    team.run { _ in chainedMultiplyAdds(rounds: rounds) }
    shortest = min(shortest, seconds() - start)
  }
  return Double(team.count * rounds * chains * 16 * 2) / shortest
}

/// Independent chains of fused multiply-adds in registers: what a core can do at most.
private func chainedMultiplyAdds(rounds: Int) {
  if hasWideRegisters {
    chain(InlineArray<16, Lanes>(repeating: .zero), rounds: rounds)
  } else {
    chain(InlineArray<5, Lanes>(repeating: .zero), rounds: rounds)
  }
}

@inline(__always)
private func chain<let N: Int>(_ start: InlineArray<N, Lanes>, rounds: Int) {
  var sums = start
  let (a, b) = (Lanes(repeating: 0.999), Lanes(repeating: 1e-3))
  for _ in 0..<rounds {
    for i in 0..<N { sums[i] = b.addingProduct(sums[i], a) }
  }
  var total = Lanes.zero
  for i in 0..<N { total += sums[i] }
  keep(total.sum())
}

/// Reads a row vector `[1, N]` from end to end, as products read their weights. For benchmarks.
package func readThrough(_ vector: Matrix, times: Int) {
  require(vector.rows == 1, "reading \(vector.shape)")
  var sums = InlineArray<8, Lanes>(repeating: .zero)
  for _ in 0..<times {
    for at in stride(from: 0, to: vector.columns - 127, by: 128) {
      for i in 0..<8 { sums[i] += load(vector.pointer + at + 16 * i) }
    }
  }
  var total = Lanes.zero
  for i in 0..<8 { total += sums[i] }
  keep(total.sum())
}

/// Keeps the compiler from dropping the work that leads to a value.
@inline(never)
@_optimize(none)
private func keep(_ value: Float) {}
