/// Row r of `target` `[N, M]` becomes row `indices[r]` of `table` `[U, M]`. Overwrites.
public func gatherRows(of table: Matrix, at indices: [Int32], into target: Matrix, on team: ThreadTeam) {
  require(indices.count == target.rows, "\(indices.count) indices for \(target.rows) rows")
  require(table.columns == target.columns, "rows of \(table.columns) into rows of \(target.columns)")
  requireRows(indices[...], of: table)
  team.split(target.rows) { rows in
    for r in rows { target.row(r).update(from: table.row(Int(indices[r])), count: table.columns) }
  }
}

/// Adds row `indices[r]` of `table` `[U, M]` to row r of `target` `[N, M]`.
public func addGatheredRows(of table: Matrix, at indices: [Int32], into target: Matrix, on team: ThreadTeam) {
  require(indices.count == target.rows, "\(indices.count) indices for \(target.rows) rows")
  require(table.columns == target.columns, "rows of \(table.columns) into rows of \(target.columns)")
  requireRows(indices[...], of: table)
  team.split(target.rows) { rows in
    for r in rows {
      let (from, to) = (table.row(Int(indices[r])), target.row(r))
      for c in 0..<table.columns { to[c] += from[c] }
    }
  }
}

/// Adds row r of `source` `[N, M]` to row `indices[r]` of `table` `[U, M]`, in the order of r: each thread has
/// columns of its own.
public func scatterAddRows(_ source: Matrix, at indices: [Int32], into table: Matrix, on team: ThreadTeam) {
  require(indices.count == source.rows, "\(indices.count) indices for \(source.rows) rows")
  require(table.columns == source.columns, "rows of \(source.columns) into rows of \(table.columns)")
  requireRows(indices[...], of: table)
  team.split(table.columns, grain: 16) { columns in
    for r in 0..<source.rows {
      let from = source.row(r) + columns.lowerBound
      let to = table.row(Int(indices[r])) + columns.lowerBound
      for c in 0..<columns.count { to[c] += from[c] }
    }
  }
}

/// Row r of `target` `[N, M]` becomes column `indices[r]` of `source` `[M, V]`. Overwrites.
public func gatherColumns(of source: Matrix, at indices: [Int32], into target: Matrix, on team: ThreadTeam) {
  requireColumns(indices, of: source, asRowsOf: target)
  let step = source.stride
  team.split(target.rows) { rows in
    for r in rows {
      let from = source.pointer + Int(indices[r])
      let to = target.row(r)
      for c in 0..<target.columns { to[c] = from[c &* step] }
    }
  }
}

/// Adds row r of `source` `[N, M]` to column `indices[r]` of `target` `[M, V]`; no index may stand twice.
public func scatterAddColumns(_ source: Matrix, at indices: [Int32], into target: Matrix, on team: ThreadTeam) {
  requireColumns(indices, of: target, asRowsOf: source)
  team.split(target.rows) { rows in
    for m in rows {
      let to = target.row(m)
      for r in 0..<source.rows { to[Int(indices[r])] += source.row(r)[m] }
    }
  }
}

private func requireColumns(_ indices: [Int32], of wide: Matrix, asRowsOf rows: Matrix) {
  require(indices.count == rows.rows, "\(indices.count) indices for \(rows.rows) rows")
  require(wide.rows == rows.columns, "columns of \(wide.rows) and rows of \(rows.columns)")
  for index in indices { require(index >= 0 && Int(index) < wide.columns, "column \(index) of \(wide.columns)") }
}

func requireRows(_ indices: ArraySlice<Int32>, of table: Matrix) {
  for index in indices { require(index >= 0 && Int(index) < table.rows, "row \(index) of \(table.rows)") }
}

/// `sums` `[1, M]` += the sum of the rows of `source` `[N, M]`, in order: the gradient of a bias.
public func addColumnSums(of source: Matrix, into sums: Matrix, on team: ThreadTeam) {
  require(sums.rows == 1 && sums.columns == source.columns, "sums of \(source.shape) into \(sums.shape)")
  team.split(source.columns, grain: 16) { columns in
    let to = sums.pointer + columns.lowerBound
    for r in 0..<source.rows {
      let from = source.row(r) + columns.lowerBound
      for c in 0..<columns.count { to[c] += from[c] }
    }
  }
}

/// `target` `[M, N]` becomes the transpose of `source` `[N, M]`. Overwrites.
public func transpose(_ source: Matrix, into target: Matrix, on team: ThreadTeam) {
  require(source.rows == target.columns && source.columns == target.rows, "\(source.shape)ᵀ into \(target.shape)")
  let step = source.stride
  team.split(target.rows) { rows in
    for r in rows {
      let from = source.pointer + r
      let to = target.row(r)
      for c in 0..<target.columns { to[c] = from[c &* step] }
    }
  }
}

/// `target += source`, element by element.
public func add(_ source: Matrix, into target: Matrix) {
  require(source.rows == target.rows && source.columns == target.columns, "\(source.shape) to \(target.shape)")
  for r in 0..<source.rows {
    let (from, to) = (source.row(r), target.row(r))
    for c in 0..<source.columns { to[c] += from[c] }
  }
}

/// `values *= factors`, element by element.
public func multiply(_ values: Matrix, by factors: Matrix, on team: ThreadTeam) {
  require(values.rows == factors.rows && values.columns == factors.columns, "\(values.shape) by \(factors.shape)")
  team.split(values.rows) { rows in
    for r in rows {
      let (x, f) = (values.row(r), factors.row(r))
      for c in 0..<values.columns { x[c] *= f[c] }
    }
  }
}

/// `target = values ∘ factors`, element by element, on the calling thread. Overwrites.
public func assignElementwiseProduct(_ values: Matrix, _ factors: Matrix, into target: Matrix) {
  require(values.rows == factors.rows && values.columns == factors.columns, "\(values.shape) by \(factors.shape)")
  require(values.rows == target.rows && values.columns == target.columns, "\(values.shape) into \(target.shape)")
  for r in 0..<values.rows {
    let (x, f, y) = (values.row(r), factors.row(r), target.row(r))
    for c in 0..<values.columns { y[c] = x[c] * f[c] }
  }
}

/// `target += values ∘ factors`, element by element, on the calling thread.
public func addElementwiseProduct(of values: Matrix, _ factors: Matrix, into target: Matrix) {
  require(values.rows == factors.rows && values.columns == factors.columns, "\(values.shape) by \(factors.shape)")
  require(values.rows == target.rows && values.columns == target.columns, "\(values.shape) into \(target.shape)")
  for r in 0..<values.rows {
    let (x, f, y) = (values.row(r), factors.row(r), target.row(r))
    for c in 0..<values.columns { y[c] += x[c] * f[c] }
  }
}

/// `sums` `[1, M]` += the sum over the rows of `a ∘ b` `[N, M]`, in order: the gradient of a peephole.
public func addColumnSums(ofProduct a: Matrix, _ b: Matrix, into sums: Matrix, on team: ThreadTeam) {
  require(a.rows == b.rows && a.columns == b.columns, "\(a.shape) by \(b.shape)")
  require(sums.rows == 1 && sums.columns == a.columns, "sums of \(a.shape) into \(sums.shape)")
  team.split(a.columns, grain: 16) { columns in
    let to = sums.pointer + columns.lowerBound
    for r in 0..<a.rows {
      let (x, y) = (a.row(r) + columns.lowerBound, b.row(r) + columns.lowerBound)
      for c in 0..<columns.count { to[c] += x[c] * y[c] }
    }
  }
}

/// Fills a dropout mask (Srivastava et al. 2014, scaled during training): each element 0 with probability
/// `rate`, else 1 / (1 − rate). Element e depends on seed, purpose and e alone. Overwrites.
public func fillDropoutMask(_ mask: Matrix, rate: Float, seed: UInt64, purpose: UInt64, on team: ThreadTeam) {
  require(rate >= 0 && rate < 1, "a dropout rate of \(rate)")
  let kept = Lanes(repeating: 1 / (1 - rate))
  let threshold = SIMD16<UInt32>(repeating: UInt32(rate * 65_536))
  let blocksPerRow = (mask.columns + 7) / 8
  team.split(mask.rows) { rows in
    for r in rows {
      let row = mask.row(r)
      for at in stride(from: 0, to: mask.columns, by: 64) {
        let halves = Philox.halves(
          seed: seed, purpose: purpose, counter: UInt64(r &* blocksPerRow &+ at / 8))
        let (low, high) = (halves.lowHalf, halves.highHalf)
        let parts = (low.lowHalf, low.highHalf, high.lowHalf, high.highHalf)
        @inline(__always) func fill(_ part: SIMD16<UInt16>, _ at: Int) {
          let width = min(16, mask.columns - at)
          guard width > 0 else { return }
          let drawn = SIMD16<UInt32>(truncatingIfNeeded: part)
          storePart(kept.replacing(with: 0, where: drawn .< threshold), row + at, width)
        }
        fill(parts.0, at)
        fill(parts.1, at + 16)
        fill(parts.2, at + 32)
        fill(parts.3, at + 48)
      }
    }
  }
}
