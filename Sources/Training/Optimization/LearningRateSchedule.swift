import Glibc

/// How the learning rate falls after the warm-up.
public enum LearningRateDecay: String, Codable, CaseIterable, Sendable {
  /// Not in the first half, then straight to zero (Hu et al. 2024; Hägele et al. 2024): the number of steps has to be
  /// known only when the fall begins.
  case trapezoid
  /// Half a cosine to zero (Loshchilov and Hutter 2017).
  case cosine
  /// Not at all.
  case constant
  /// By equal factors to a hundredth.
  case exponential

  /// The progress at which the rate begins to fall, from 0 to 1.
  public var fallBegins: Double {
    switch self {
    case .trapezoid: 0.5
    case .constant: 1
    case .cosine, .exponential: 0
    }
  }

  /// The factor on the rate at a progress from 0, the first step, to 1, the end.
  func factor(progress: Double) -> Double {
    switch self {
    case .trapezoid: min(1, (1 - progress) / (1 - fallBegins))
    case .cosine: 0.5 * (1 + cos(Double.pi * progress))
    case .constant: 1
    case .exponential: pow(0.01, progress)
    }
  }
}

/// The factor on the learning rate at each step: it rises straight for some steps, then follows the decay.
public struct LearningRateSchedule: Codable, Equatable, Sendable {
  /// A step at which the end was moved, because the machine became slower or faster than it had seemed.
  public struct Move: Codable, Equatable, Sendable {
    /// Steps made.
    public var step: Int
    /// Where the end was until then; nil where it was not known, which is before the fall.
    public var formerEnd: Int?

    /// A move.
    public init(step: Int, formerEnd: Int?) { (self.step, self.formerEnd) = (step, formerEnd) }
  }

  /// The shape of the fall.
  public var decay: LearningRateDecay
  /// Steps over which the rate rises from zero, whatever the number of steps in all.
  public var warmUpSteps: Int
  /// In order; nil where the end was never moved.
  public private(set) var moves: [Move]?

  /// A schedule.
  public init(decay: LearningRateDecay = .trapezoid, warmUpSteps: Int = 100, moves: [Move] = []) {
    (self.decay, self.warmUpSteps) = (decay, warmUpSteps)
    self.moves = moves.isEmpty ? nil : moves
  }

  /// Whether the moves go upwards, each before the end that it moved, and the warm-up is not negative.
  public var isValid: Bool { (try? check("")) != nil }

  /// How far a training is after `step` steps, from 0 after the warm-up to 1 at the end. Between two moves it grows
  /// evenly towards the end that is known then; a move leaves it as it is.
  ///
  /// - end: the steps in all; nil where that is not known yet.
  public func progress(step: Int, end: Int?) -> Double {
    var from = (step: warmUpSteps, progress: 0.0)
    for move in moves ?? [] {
      if step < move.step { return progress(step: step, from: from, end: move.formerEnd) }
      from = (max(move.step, warmUpSteps), progress(step: move.step, from: from, end: move.formerEnd))
    }
    return progress(step: step, from: from, end: end)
  }

  private func progress(step: Int, from: (step: Int, progress: Double), end: Int?) -> Double {
    guard let end else { return decay.fallBegins }
    guard step > from.step else { return from.progress }
    let part = Double(step - from.step) / Double(max(1, end - from.step))
    return min(1, from.progress + part * (1 - from.progress))
  }

  /// The factor for the step after `step` steps of `end`.
  public func factor(step: Int, end: Int?) -> Double {
    if step < warmUpSteps { return Double(step + 1) / Double(warmUpSteps + 1) }
    return decay.factor(progress: progress(step: step, end: end))
  }

  /// The number of steps in all with which the rate is full up to `step`, and falls from there.
  package func leastEnd(fallingFrom step: Int) -> Int {
    guard decay.fallBegins > 0, step > warmUpSteps else { return step }
    return warmUpSteps + Int((Double(step - warmUpSteps) / decay.fallBegins).rounded(.up))
  }

  /// Whether a step before `step` has another factor with the end at `other` than at `end`.
  package func differs(before step: Int, end: Int?, other: Int) -> Bool {
    (0..<step).contains { factor(step: $0, end: end) != factor(step: $0, end: other) }
  }

  /// Lets the factors of the steps before `step` stand when the end is moved from `end`.
  package mutating func move(at step: Int, from end: Int?) {
    if step > 0 { moves = (moves ?? []).filter { $0.step < step } + [Move(step: step, formerEnd: end)] }
  }

  /// Forgets all moves.
  package mutating func removeMoves() { moves = nil }
}
