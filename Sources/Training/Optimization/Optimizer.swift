import Kernels
import Network

/// The update rules.
public enum OptimizerKind: String, Codable, CaseIterable, Sendable {
  /// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
  case adamw
  /// A running mean of squares (Tieleman and Hinton 2012).
  case rmsprop
  /// Gradient descent with momentum 0.9.
  case sgd

  /// A rate that suits the rule for the default model.
  public var defaultLearningRate: Double {
    switch self {
    case .adamw: 4e-3
    case .rmsprop: 2e-3
    case .sgd: 0.5
    }
  }

  /// Vectors it keeps beside the parameters.
  var momentNames: [String] {
    switch self {
    case .adamw: ["first_moment", "second_moment"]
    case .rmsprop: ["mean_square"]
    case .sgd: ["velocity"]
    }
  }
}

extension OptimizerKind {
  /// The moments that are means of squares, whose roots the rule takes.
  var squareNames: [String] {
    switch self {
    case .adamw: ["second_moment"]
    case .rmsprop: ["mean_square"]
    case .sgd: []
    }
  }
}

/// An update rule and its constants.
public struct OptimizerSettings: Codable, Equatable, Sendable {
  /// The rule.
  public var kind: OptimizerKind
  /// The highest rate, after the warm-up.
  public var learningRate: Double
  /// The fraction of a weight lost per step and unit of rate.
  public var weightDecay: Double
  /// AdamW's β₁, how much of the mean gradient is kept at each step; nil for 0.9.
  public var gradientMemory: Double?

  /// Settings with the rule's own rate when none is given.
  public init(
    kind: OptimizerKind = .adamw, learningRate: Double? = nil, weightDecay: Double = 0.01, gradientMemory: Double? = nil
  ) {
    self.kind = kind
    self.learningRate = learningRate ?? kind.defaultLearningRate
    (self.weightDecay, self.gradientMemory) = (weightDecay, gradientMemory)
  }
}

/// An update rule with its moments, which are vectors in the model's own space and change with each update.
///
/// Where several processes share a training, each keeps the moments of the floats that it updates.
public final class Optimizer: Sendable {
  /// The rule and its constants.
  public let settings: OptimizerSettings
  private let layout: ParameterLayout
  private let slices: [Slice]

  /// Some adjacent floats, with their moments in the order of the rule's names, `[1, range.count]` each.
  private struct Slice {
    let range: Range<Int>
    let moments: [Matrix]
  }

  static let (beta2, epsilon): (Float, Float) = (0.99, 1e-8)
  static let momentum: Float = 0.9
  static let smoothing: Float = 0.95

  /// Moments of zero.
  public convenience init(settings: OptimizerSettings, layout: ParameterLayout) {
    self.init(settings: settings, layout: layout, owning: [0..<layout.count])
  }

  /// - ranges: the floats that are updated here; other processes update the others.
  init(settings: OptimizerSettings, layout: ParameterLayout, owning ranges: [Range<Int>]) {
    (self.settings, self.layout) = (settings, layout)
    slices = ranges.map { range in
      Slice(range: range, moments: settings.kind.momentNames.map { _ in Matrix(rows: 1, columns: range.count) })
    }
  }

  /// Whether all floats are updated here.
  private var isWhole: Bool { slices.count == 1 && slices[0].range == 0..<layout.count }

  /// One of the moments as a vector, by the order of the rule's names. It shares its floats with the rule where that has all;
  /// otherwise it is a copy, with zeros for what other processes have.
  func moment(_ index: Int) -> ParameterVector {
    if isWhole { return ParameterVector(layout, floats: slices[0].moments[index]) }
    let vector = ParameterVector(zeros: layout)
    for slice in slices { vector.row.columns(slice.range).assign(slice.moments[index]) }
    return vector
  }

  /// All of them.
  var moments: [ParameterVector] { settings.kind.momentNames.indices.map(moment) }

  /// Takes over what belongs here of the moments as vectors.
  func takeMoments(_ vectors: [ParameterVector]) {
    if isWhole { return }
    for (index, vector) in vectors.enumerated() {
      for slice in slices { slice.moments[index].assign(vector.row.columns(slice.range)) }
    }
  }

  /// One update in place, the `step`th, counted from 1.
  ///
  /// Rows that a step reads move at a rate of their own, and by no more than their gradient is beside the others': a row
  /// that is read once in a while is not moved as far as one that is read in every step.
  ///
  /// - parts: the floats that the step changes.
  public func update(
    _ parameters: ParameterVector, gradients: ParameterVector, parts: VectorParts, rateFactor: Double, step: Int,
    on team: ThreadTeam
  ) {
    let rate = Float(settings.learningRate * rateFactor)
    update(parameters, gradients, at: parts.always, rate: rate, leastSquare: 0, step: step, on: team)
    let count = parts.rows.reduce(0) { $0 + $1.count }
    guard count > 0 else { return }
    let meanSquare = Float(sumOfSquares(gradients.row, at: parts.rows) / Double(count))
    update(
      parameters, gradients, at: parts.rows, rate: rate, leastSquare: meanSquare, step: step, on: team)
  }

  private func update(
    _ parameters: ParameterVector, _ gradients: ParameterVector, at parts: [Range<Int>], rate: Float,
    leastSquare: Float, step: Int, on team: ThreadTeam
  ) {
    let decay = Float(settings.weightDecay)
    for slice in slices {
      let (start, moments) = (slice.range.lowerBound, slice.moments)
      // Each part lies in one slice.
      let parts =
        isWhole
        ? parts
        : parts.filter { slice.range.contains($0.lowerBound) }.map { $0.lowerBound - start..<$0.upperBound - start }
      let (parameters, gradients) = (parameters.row.columns(slice.range), gradients.row.columns(slice.range))
      switch settings.kind {
      case .adamw:
        updateAdamW(
          parameters, gradients: gradients, firstMoment: moments[0], secondMoment: moments[1], at: parts,
          step: AdamWStep(
            rate: rate, beta1: Float(settings.gradientMemory ?? 0.9), beta2: Self.beta2, epsilon: Self.epsilon,
            decay: decay, leastSquare: leastSquare, number: step), on: team)
      case .rmsprop:
        updateRMSProp(
          parameters, gradients: gradients, meanSquare: moments[0], at: parts,
          step: RMSPropStep(rate: rate, smoothing: Self.smoothing, epsilon: Self.epsilon, decay: decay), on: team)
      case .sgd:
        updateMomentum(
          parameters, gradients: gradients, velocity: moments[0], at: parts,
          step: MomentumStep(rate: rate, momentum: Self.momentum, decay: decay), on: team)
      }
    }
  }
}
