/// The plan of Hyperband (Li, Jamieson, DeSalvo, Rostamizadeh and Talwalkar 2018): many settings are tried with little
/// of a resource, and the best of them go on with more.
package struct Hyperband: Hashable, Sendable {
  /// One round of a bracket: so many trials, trained until each has had `resource` in all.
  package struct Round: Hashable, Sendable {
    /// How many trials the round has.
    package let trials: Int
    /// What each of the trials has had at the end of the round, earlier rounds included.
    package let resource: Int

    /// A round of so many trials.
    package init(trials: Int, resource: Int) { (self.trials, self.resource) = (trials, resource) }
  }

  /// One run of successive halving, called s in the paper; s + 1 rounds.
  package struct Bracket: Hashable, Sendable {
    /// The bracket's name in the paper, s: how often its trials are cut down.
    package let number: Int
    /// The rounds in their order.
    package let rounds: [Round]

    /// The bracket called `number`.
    package init(number: Int, rounds: [Round]) { (self.number, self.rounds) = (number, rounds) }
  }

  /// The most that a trial gets, in whole units; called R in the paper.
  package let largestResource: Int
  /// From round to round the resource grows by this factor, and the number of trials falls by it; called η.
  package let factor: Int
  /// The brackets in their order: from the one with the most trials to the one that gives every trial everything.
  package let brackets: [Bracket]

  /// The largest resources that a plan can be made for: sums over a plan stay far from overflow.
  package static let resources = 1...1_000_000_000_000_000

  /// The plan for a largest resource in `resources` and a factor of at least 2. The resource need not be a power of the factor: what a
  /// round gets is rounded down, and the last round gets everything.
  package init(largestResource: Int, factor: Int) {
    precondition(
      Self.resources.contains(largestResource), "the largest resource is \(largestResource), not in \(Self.resources)")
    precondition(factor >= 2, "the factor is \(factor), which is below 2")
    (self.largestResource, self.factor) = (largestResource, factor)
    var powers = [1]
    while powers[powers.count - 1] <= largestResource / factor { powers.append(powers[powers.count - 1] * factor) }
    brackets = powers.indices.reversed().map { number in
      let trials = powers.count / (number + 1) * powers[number]
      return Bracket(
        number: number,
        rounds: (0...number).map { round in
          Round(trials: trials / powers[round], resource: largestResource / powers[number - round])
        })
    }
  }

  /// The bracket called s.
  package func bracket(_ number: Int) -> Bracket {
    precondition(number >= 0 && number < brackets.count, "bracket \(number) of \(brackets.count)")
    return brackets[brackets.count - 1 - number]
  }
}
