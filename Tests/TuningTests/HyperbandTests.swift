import Testing
import Tuning

@Suite struct HyperbandTests {
  private func table(_ plan: Hyperband) -> [[String]] {
    plan.brackets.map { $0.rounds.map { "\($0.trials)·\($0.resource)" } }
  }

  /// Table 1 of the paper.
  @Test func theBracketsForEightyOneAndThreeAreThePapers() {
    let plan = Hyperband(largestResource: 81, factor: 3)
    #expect(plan.brackets.map(\.number) == [4, 3, 2, 1, 0])
    #expect(
      table(plan) == [
        ["81·1", "27·3", "9·9", "3·27", "1·81"], ["27·3", "9·9", "3·27", "1·81"], ["9·9", "3·27", "1·81"],
        ["6·27", "2·81"], ["5·81"],
      ])
    #expect(plan.bracket(1).rounds.first == Hyperband.Round(trials: 6, resource: 27))
  }

  @Test func resourcesThatAreNoPowersAreRoundedDownUpToTheLastRound() {
    #expect(
      table(Hyperband(largestResource: 50, factor: 3)) == [
        ["27·1", "9·5", "3·16", "1·50"], ["9·5", "3·16", "1·50"], ["6·16", "2·50"], ["4·50"],
      ])
    #expect(
      table(Hyperband(largestResource: 10, factor: 2)) == [
        ["8·1", "4·2", "2·5", "1·10"], ["4·2", "2·5", "1·10"], ["4·5", "2·10"], ["4·10"],
      ])
    #expect(table(Hyperband(largestResource: 2, factor: 4)) == [["1·2"]])
    #expect(table(Hyperband(largestResource: 1, factor: 2)) == [["1·1"]])
  }

  @Test func theLargestPlansDoNotOverflow() {
    let plan = Hyperband(largestResource: Hyperband.resources.upperBound, factor: 2)
    #expect(plan.brackets.count == 50, "2⁴⁹ is the last power below 10¹⁵")
    #expect(Progress(of: [], in: plan).resourceLeft > 0)
  }
}
