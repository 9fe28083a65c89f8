import Testing
import Training

@Suite struct RecipeTests {
  /// What was measured to be best, or within a hundredth of a nat of it: `Benchmarks/README.md`.
  @Test(arguments: [
    (1_115_394, 5.0, 224, 0.0, 0.0), (1_115_394, 24, 352, 0.15, 0.0), (1_115_394, 80, 480, 0.25, 0.1),
    (60_000, 5, 224, 0.45, 0.3), (60_000, 24, 352, 0.5, 0.4), (5_000, 24, 192, 0.5, 0.5), (10_000_000, 5, 224, 0, 0),
  ]) func measuredPoints(
    characters: Int, teraFLOP: Double, hiddenSize: Int, dropout: Double, recurrentDropout: Double
  ) {
    let recipe = Recipe(characters: characters, vocabularySize: 65, teraFLOP: teraFLOP)
    #expect(recipe.hiddenSize == hiddenSize)
    #expect(abs(Double(recipe.dropout) - dropout) < 0.051, "\(recipe.dropout)")
    #expect(abs(Double(recipe.recurrentDropout) - recurrentDropout) < 0.051, "\(recipe.recurrentDropout)")
  }

  /// Where they were measured to help, and where to do harm.
  @Test(arguments: [
    (1_115_394, 5.0, 5), (1_115_394, 24, 1), (1_812_692, 24, 5), (1_972_473, 5, 5), (60_000, 5, 1), (228_145, 5, 1),
    (30_000_000, 300, 5),
  ]) func nGramsAreForTextsReadAFewTimes(characters: Int, teraFLOP: Double, longest: Int) {
    let recipe = Recipe(characters: characters, vocabularySize: 65, teraFLOP: teraFLOP)
    #expect(recipe.longestNGram == longest)
    #expect(recipe.nGramRows >= min(65_536, characters) && recipe.nGramRows <= max(1024, 2 * characters))
  }

  /// Few steps are larger ones, and where an alphabet is large, more of them.
  @Test(arguments: [
    (1_115_394, 65, 5.0, 16, 6e-3), (1_115_394, 65, 24, 16, 8e-3), (1_115_394, 65, 1, 16, 1e-2),
    (1_115_394, 65, 0.1, 16, 1e-2), (251_288, 1_900, 5, 8, 1e-2), (406_894, 400, 5, 16, 1e-2),
  ]) func fewStepsAreLarge(characters: Int, vocabulary: Int, teraFLOP: Double, batch: Int, rate: Double) {
    let recipe = Recipe(characters: characters, vocabularySize: vocabulary, teraFLOP: teraFLOP)
    #expect((recipe.batchSize, recipe.learningRate) == (batch, rate))
  }

  /// The cells of a network that has to choose among thousands of characters read a text less often in the same time.
  @Test func aLargeAlphabetNeedsLessDropout() {
    let (small, large) = (
      Recipe(characters: 251_288, vocabularySize: 65, teraFLOP: 5),
      Recipe(characters: 251_288, vocabularySize: 1_900, teraFLOP: 5)
    )
    #expect(small.hiddenSize == large.hiddenSize)
    #expect(small.dropout > large.dropout && small.recurrentDropout > large.recurrentDropout)
    #expect(large.dropout >= 0.1)
  }

  @Test func moreTimeGivesNoSmallerModelAndNoLessDropout() {
    for characters in [1, 70, 5_000, 60_000, 1_000_000, 1_000_000_000] {
      var last = Recipe(characters: characters, vocabularySize: 65, teraFLOP: 0)
      for teraFLOP in [1e-9, 1e-3, 0.1, 1, 5, 24, 300, 1e5, 1e12] {
        let recipe = Recipe(characters: characters, vocabularySize: 65, teraFLOP: teraFLOP)
        #expect(recipe.hiddenSize >= last.hiddenSize)
        #expect(recipe.dropout >= last.dropout && recipe.recurrentDropout >= last.recurrentDropout)
        #expect((64...1024).contains(recipe.hiddenSize) && recipe.hiddenSize.isMultiple(of: 32))
        #expect((0...0.5).contains(recipe.dropout) && (0.01...0.05).contains(recipe.weightDecay))
        last = recipe
      }
    }
  }

  @Test func aWindowCostsItsLength() {
    let (stream, window) = (
      Recipe(characters: 100_000, vocabularySize: 65, teraFLOP: 2),
      Recipe(characters: 100_000, vocabularySize: 65, teraFLOP: 20, window: 10)
    )
    #expect(stream.hiddenSize == window.hiddenSize && stream.dropout == window.dropout)
  }

  @Test func stepsFollowFromTheArithmetic() {
    // Forward and backward are three times the multiply-adds of forward, each two operations; seven tenths of the peak.
    #expect(Recipe.expectedSteps(teraFLOP: 6, multiplyAdds: 1_000_000, examples: 999) == 700)
    #expect(Recipe.expectedSteps(teraFLOP: 0, multiplyAdds: 1, examples: 1) == 1)
  }

  @Test func shortTextsAreReadAtMostSoOften() {
    #expect((38...42).contains(Recipe.mostSteps(characters: 5_000, stepsPerPass: 100) / 100))
    #expect((80...90).contains(Recipe.mostSteps(characters: 60_000, stepsPerPass: 100) / 100))
    // Of a sentence a pass is a step.
    #expect(Recipe.mostSteps(characters: 70, stepsPerPass: 1) == 300)
  }
}
