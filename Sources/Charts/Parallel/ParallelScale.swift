/// One axis of parallel coordinates: where its values lie, 0 at the bottom and 1 at the top.
struct ParallelScale {
  private enum Kind {
    case measure(Scale, most: Double)
    case choices([String])
  }

  private let kind: Kind

  /// The axis for the values of all lines.
  init(_ axis: ParallelCoordinates.Axis, values: [Double]) {
    switch axis {
    case .measure(let axis, let holding, let most):
      kind = .measure(Scale(axis, holding: (values + holding).filter { !$0.isNaN }.map { min($0, most) }), most: most)
    case .choices(let names, _): kind = .choices(names)
    }
  }

  /// The place of a value; nil for what the axis cannot show.
  func fraction(_ value: Double) -> Double? {
    switch kind {
    case .measure(let scale, let most): return value.isFinite ? scale.fraction(min(value, most)) : nil
    case .choices(let names):
      guard let index = Int(exactly: value), names.indices.contains(index) else { return nil }
      return names.count == 1 ? 0.5 : Double(index) / Double(names.count - 1)
    }
  }

  /// Labelled places: at most `numbers` numbers, or at most `limit` names.
  func marks(numbers: Int, names limit: Int) -> [Ticks.Mark] {
    switch kind {
    case .measure(let scale, _): return scale.ticks(atMost: numbers).marks
    case .choices(let names):
      let stride = max(1, (names.count + limit - 1) / limit)
      return names.indices.filter { $0 % stride == 0 }.map { Ticks.Mark(value: Double($0), label: names[$0]) }
    }
  }

  /// A value in words.
  func words(_ value: Double) -> String {
    if case .choices(let names) = kind, fraction(value) != nil { return names[Int(value)] }
    return NumberLabels.single(value)
  }
}
