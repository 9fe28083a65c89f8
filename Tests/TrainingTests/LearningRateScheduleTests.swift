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

  @Test func cosineAndExponentialAreTheirFormulas() {
    let cosine = LearningRateSchedule(decay: .cosine, warmUpSteps: 0)
    let exponential = LearningRateSchedule(decay: .exponential, warmUpSteps: 0)
    #expect(abs(cosine.factor(step: 25, end: 100) - 0.853_553_390_593) < 1e-12)
    #expect(abs(exponential.factor(step: 50, end: 100) - 0.1) < 1e-12)
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
