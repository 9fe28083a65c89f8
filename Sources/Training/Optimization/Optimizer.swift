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
public final class Optimizer: Sendable {
  /// The rule and its constants.
  public let settings: OptimizerSettings
  /// In the order of the rule's names.
  public let moments: [ParameterVector]

  static let (beta2, epsilon): (Float, Float) = (0.99, 1e-8)
  static let momentum: Float = 0.9
  static let smoothing: Float = 0.95

  /// Moments of zero.
  public init(settings: OptimizerSettings, layout: ParameterLayout) {
    self.settings = settings
    moments = settings.kind.momentNames.map { _ in ParameterVector(zeros: layout) }
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
    switch settings.kind {
    case .adamw:
      updateAdamW(
        parameters.row, gradients: gradients.row, firstMoment: moments[0].row, secondMoment: moments[1].row, at: parts,
        step: AdamWStep(
          rate: rate, beta1: Float(settings.gradientMemory ?? 0.9), beta2: Self.beta2, epsilon: Self.epsilon,
          decay: decay, leastSquare: leastSquare, number: step), on: team)
    case .rmsprop:
      updateRMSProp(
        parameters.row, gradients: gradients.row, meanSquare: moments[0].row, at: parts,
        step: RMSPropStep(rate: rate, smoothing: Self.smoothing, epsilon: Self.epsilon, decay: decay), on: team)
    case .sgd:
      updateMomentum(
        parameters.row, gradients: gradients.row, velocity: moments[0].row, at: parts,
        step: MomentumStep(rate: rate, momentum: Self.momentum, decay: decay), on: team)
    }
  }
}
