import Testing

import Training

@Suite struct LearningRateScheduleTests {
  @Test func theTrapezoidRisesStaysAndFallsStraight() {
    let schedule = LearningRateSchedule(decay: .trapezoid, warmUpSteps: 9)
    let factors = (0..<100).map { schedule.factor(step: $0, end: 100) }
    #expect(factors[0] == 0.1 && factors[8] == 0.9 && factors[9] == 1)
    // After the warm-up 91 steps are left, of which the second half falls.
    #expect(factors[9...54].allSatisfy { $0 == 1 })
    #expect(abs(factors[77] - (100.0 - 77) / 45.5) < 1e-12 && abs(factors[99] - 1 / 45.5) < 1e-12)
    #expect(zip(factors[55...], factors[56...]).allSatisfy { $0 > $1 })
  }

  @Test(arguments: LearningRateDecay.allCases) func everyFallStaysBetweenZeroAndOne(decay: LearningRateDecay) {
    for total in [1, 2, 7, 1000] {
      let schedule = LearningRateSchedule(decay: decay, warmUpSteps: 3)
      for step in 0..<total {
        let factor = schedule.factor(step: step, end: total)
        #expect(factor > 0 && factor <= 1, "\(decay), step \(step) of \(total): \(factor)")
      }
    }
  }

  /// A schedule and its factors by hand.
  struct Example: CustomTestStringConvertible {
    let decay: LearningRateDecay
    let warmUpSteps, end: Int
    /// Where the end was moved, and what it was until then.
    var move: (step: Int, formerEnd: Int)?
    let factors: [Int: Double]

    var testDescription: String { "\(decay), warm-up \(warmUpSteps), end \(end)\(move == nil ? "" : ", moved")" }
  }

  /// (1 + cos ¾π) / 2
  private static let cosineOfThreeQuarters = 0.146_446_609_406_726
  /// 100^−¾
  private static let hundredthToThreeQuarters = 0.031_622_776_601_684

  static let examples = [
    Example(decay: .constant, warmUpSteps: 0, end: 10, factors: [0: 1, 5: 1, 9: 1]),
    Example(decay: .constant, warmUpSteps: 4, end: 10, factors: [0: 0.2, 1: 0.4, 3: 0.8, 4: 1, 9: 1]),
    Example(decay: .trapezoid, warmUpSteps: 0, end: 100, factors: [0: 1, 50: 1, 75: 0.5, 99: 0.02]),
    Example(decay: .trapezoid, warmUpSteps: 20, end: 100, factors: [9: 10.0 / 21, 20: 1, 60: 1, 80: 0.5, 96: 0.1]),
    Example(
      decay: .cosine, warmUpSteps: 0, end: 100,
      factors: [0: 1, 25: 1 - cosineOfThreeQuarters, 50: 0.5, 75: cosineOfThreeQuarters]),
    Example(
      decay: .cosine, warmUpSteps: 20, end: 100, factors: [19: 20.0 / 21, 20: 1, 60: 0.5, 80: cosineOfThreeQuarters]),
    Example(
      decay: .exponential, warmUpSteps: 10, end: 110,
      factors: [0: 1.0 / 11, 10: 1, 60: 0.1, 85: hundredthToThreeQuarters, 110: 0.01]),
    // A training that is shorter than its warm-up.
    Example(decay: .cosine, warmUpSteps: 9, end: 8, factors: [0: 0.1, 7: 0.8]),
    // Halfway at step 50, and then a hundred steps for the other half.
    Example(
      decay: .cosine, warmUpSteps: 0, end: 150, move: (50, 100),
      factors: [25: 1 - cosineOfThreeQuarters, 50: 0.5, 100: cosineOfThreeQuarters]),
    Example(
      decay: .exponential, warmUpSteps: 0, end: 150, move: (50, 100),
      factors: [50: 0.1, 100: hundredthToThreeQuarters, 150: 0.01]),
    Example(decay: .constant, warmUpSteps: 0, end: 150, move: (50, 100), factors: [50: 1, 149: 1]),
    // The fall has begun at step 75, and takes twice as long from there.
    Example(decay: .trapezoid, warmUpSteps: 0, end: 125, move: (75, 100), factors: [50: 1, 75: 0.5, 100: 0.25]),
    // During the warm-up nothing of the way is made yet.
    Example(decay: .cosine, warmUpSteps: 10, end: 110, move: (5, 60), factors: [4: 5.0 / 11, 10: 1, 60: 0.5]),
  ]

  @Test(arguments: examples) func factorsAreThoseByHand(example: Example) {
    var schedule = LearningRateSchedule(decay: example.decay, warmUpSteps: example.warmUpSteps)
    if let move = example.move { schedule.move(at: move.step, from: move.formerEnd) }
    for (step, expected) in example.factors {
      let factor = schedule.factor(step: step, end: example.end)
      #expect(abs(factor - expected) < 1e-12, "step \(step): \(factor)")
    }
  }

  @Test func anUnknownEndIsBeforeTheFall() {
    let schedule = LearningRateSchedule(decay: .trapezoid, warmUpSteps: 2)
    #expect((2..<1000).allSatisfy { schedule.factor(step: $0, end: nil) == 1 })
    // As if the end had been known from the start, when it is fixed as the fall begins.
    let least = schedule.leastEnd(fallingFrom: 51)
    #expect(least == 100)
    #expect(!schedule.differs(before: 51, end: nil, other: least))
    #expect(schedule.differs(before: 51, end: nil, other: least - 3))
  }

  @Test func aMovedEndLeavesTheStepsBeforeItExactlyAsTheyWere() {
    var schedule = LearningRateSchedule(decay: .trapezoid, warmUpSteps: 3)
    let before = (0...70).map { schedule.factor(step: $0, end: 100) }
    schedule.move(at: 70, from: 100)
    #expect((0...70).map { schedule.factor(step: $0, end: 160) } == before)
    // In a straight line from what is reached at step 70 to 1 at step 160.
    let reached = 67.0 / 97
    #expect(abs(schedule.progress(step: 115, end: 160) - (reached + 1) / 2) < 1e-12)
    let longer = (0...115).map { schedule.factor(step: $0, end: 160) }
    schedule.move(at: 115, from: 160)
    #expect((0...115).map { schedule.factor(step: $0, end: 125) } == longer)
    #expect(abs(schedule.progress(step: 120, end: 125) - ((reached + 1) / 2 + 1) / 2) < 1e-12)
    #expect(schedule.progress(step: 125, end: 125) == 1)
    #expect(schedule.moves?.map(\.step) == [70, 115] && schedule.isValid)
    schedule.removeMoves()
    #expect(schedule.moves == nil)
  }

  @Test func movesThatGoBackAreInvalid() {
    for moves in [[(0, 5)], [(5, 9), (5, 10)], [(5, 9), (4, 10)], [(5, 4)], [(-1, nil)]] as [[(Int, Int?)]] {
      let schedule = LearningRateSchedule(moves: moves.map { .init(step: $0.0, formerEnd: $0.1) })
      #expect(!schedule.isValid, "\(moves)")
    }
    #expect(LearningRateSchedule(moves: [.init(step: 5, formerEnd: nil), .init(step: 8, formerEnd: 20)]).isValid)
  }
}
