import TestSupport
import Testing
import Tuning

@Suite struct SearchSpaceTests {
  private func values(_ range: String) throws -> [String] {
    let dimension = try Dimension(parsing: range)
    return (0..<dimension.count).map(dimension.value)
  }

  @Test(arguments: [
    ("hidden-size=32:128:32", ["32", "64", "96", "128"]),
    ("layers=1:3", ["1", "2", "3"]),
    ("hidden-size=32:100:32", ["32", "64", "96"]),
    ("dropout=0:0.5:0.1", ["0", "0.1", "0.2", "0.3", "0.4", "0.5"]),
    ("offset=-0.25:0.5:0.25", ["-0.25", "0", "0.25", "0.5"]),
    ("size=1e2:3e2:1e2", ["100", "200", "300"]),
    ("cell=standard,coupled", ["standard", "coupled"]),
    ("batch-size=16,8,64", ["16", "8", "64"]),
    ("power=1:16:log", ["1", "2", "4", "8", "16"]),
  ])
  func everyValueOfARangeReadsWell(range: String, expected: [String]) throws {
    #expect(try values(range) == expected)
  }

  @Test func aLogarithmicRangeHasDifferentValuesOfThreeDigitsInEqualRatios() throws {
    let values = try values("learning-rate=1e-4:1e-2:log")
    #expect(values.count == 463, "ln 100 / ln 1.01 = 462.8 steps")
    #expect(Set(values).count == values.count)
    #expect((values.first, values.last) == ("0.0001", "0.01"))
    for value in values {
      let digits = value.filter(\.isNumber).drop { $0 == "0" }
      #expect(digits.count <= 3, "\(value)")
    }
    let numbers = values.compactMap(Double.init)
    #expect(numbers.count == values.count && numbers == numbers.sorted())
    #expect(abs(numbers[231] - 0.001) < 0.000_005, "half of the values are below the geometric middle")
  }

  @Test(arguments: ["16:512:log", "1:1000:log", "7:8:log", "100:100000:log"])
  func wholeLogarithmicValuesAreDifferentWholeNumbers(range: String) throws {
    let values = try values("size=\(range)")
    let numbers = values.compactMap(Int.init)
    #expect(numbers.count == values.count && Set(values).count == values.count && numbers == numbers.sorted())
    #expect("\(numbers[0]):\(numbers[numbers.count - 1]):log" == range)
  }

  @Test func theBoundsOfALogarithmicRangeAreNotRoundedOutOfTheRange() throws {
    let values = try values("momentum=0.5004:0.9999:log")
    #expect((values.first, values.last) == ("0.5004", "0.9999"))
  }

  @Test(arguments: [
    ("32:512:32", SearchSpaceError.noName(found: "32:512:32")),
    ("=32:512:32", .noName(found: "=32:512:32")),
    ("--hidden-size=32:512:32", .malformedName(found: "--hidden-size")),
    ("hidden size=32:512:32", .malformedName(found: "hidden size")),
    ("hidden-size=", .noValues(name: "hidden-size")),
    ("hidden-size=a:512:32", .notNumber(name: "hidden-size", found: "a")),
    ("hidden-size=32::32", .notNumber(name: "hidden-size", found: "")),
    ("hidden-size=32:inf:32", .notNumber(name: "hidden-size", found: "inf")),
    ("rate=1e-4:x:log", .notNumber(name: "rate", found: "x")),
    ("dropout=0:0.12345678901234567:0.1", .unwritableNumber(name: "dropout", found: "0.12345678901234567")),
    ("dropout=0:1e14:1e-9", .unwritableNumber(name: "dropout", found: "1e14")),
    ("size=1:1e300", .unwritableNumber(name: "size", found: "1e300")),
    ("hidden-size=512:32:32", .reversed(name: "hidden-size", low: "512", high: "32")),
    ("rate=1e-2:1e-4:log", .reversed(name: "rate", low: "1e-2", high: "1e-4")),
    ("hidden-size=32:512:0", .stepNotPositive(name: "hidden-size", step: "0")),
    ("hidden-size=32:512:-32", .stepNotPositive(name: "hidden-size", step: "-32")),
    ("dropout=0:0.5", .stepTooLarge(name: "dropout", step: "1", low: "0", high: "0.5")),
    ("hidden-size=32:512:481", .stepTooLarge(name: "hidden-size", step: "481", low: "32", high: "512")),
    ("rate=0:1e-2:log", .logarithmFromZero(name: "rate", low: "0")),
    ("rate=-1:1e-2:log", .logarithmFromZero(name: "rate", low: "-1")),
    ("hidden-size=32", .singleValue(name: "hidden-size", found: "32")),
    ("hidden-size=32:32:32", .singleValue(name: "hidden-size", found: "32")),
    ("rate=1e-2:0.01:log", .singleValue(name: "rate", found: "1e-2")),
    ("hidden-size=1:2:3:4", .tooManyParts(name: "hidden-size", found: "1:2:3:4")),
    ("cell=standard,", .emptyChoice(name: "cell", found: "standard,")),
    ("cell=standard,coupled,standard", .repeatedChoice(name: "cell", value: "standard")),
  ])
  func aWrongRangeIsRefusedWithWhatWasFoundAndAnExample(range: String, error: SearchSpaceError) {
    #expect(throws: error) { try Dimension(parsing: range) }
    #expect(
      error.description.contains("=32:512:32`") || error.description.contains("as `")
        || error.description.contains("as in `"), "\(error)")
    #expect(!error.description.contains("\n"))
  }

  @Test func aSpaceHasAtLeastOneRangeAndNoNameTwice() {
    #expect(throws: SearchSpaceError.nothingToSearch) { try SearchSpace(parsing: []) }
    #expect(throws: SearchSpaceError.repeatedName(name: "layers")) {
      try SearchSpace(parsing: ["layers=1:3", "cell=standard,coupled", "layers=2:4"])
    }
  }

  @Test func rangesAreWrittenAsTheyAreReadAgain() throws {
    let space = try SearchSpace(parsing: [
      "hidden-size=32:500:32", "dropout=0.0:0.50:0.1", "learning-rate=0.0001:1e-2:log", "units=16:512:log",
      "cell=standard,coupled",
    ])
    #expect(
      space.ranges == [
        "hidden-size=32:480:32", "dropout=0:0.5:0.1", "learning-rate=0.0001:0.01:log", "units=16:512:log",
        "cell=standard,coupled",
      ])
    #expect(try SearchSpace(parsing: space.ranges) == space)
  }

  @Test func noTwoTrialsAreAlikeBeforeAllSettingsAreUsed() throws {
    let space = try SearchSpace(parsing: ["layers=1:3", "dropout=0:0.4:0.1", "cell=standard,coupled"])
    for seed in [UInt64(0), 1, 77] {
      let first = (1...30).map { space.settings(ofTrial: $0, seed: seed) }
      let second = (31...60).map { space.settings(ofTrial: $0, seed: seed) }
      #expect(Set(first).count == 30 && Set(second).count == 30, "seed \(seed)")
      #expect(first != second, "seed \(seed): shuffled anew")
    }
    #expect(space.settings(ofTrial: 5, seed: 1) == space.settings(ofTrial: 5, seed: 1))
    #expect(
      (1...30).map { space.settings(ofTrial: $0, seed: 1) } != (1...30).map { space.settings(ofTrial: $0, seed: 2) })
    #expect(space.settings(ofTrial: 1, seed: 1).map(\.name) == ["layers", "dropout", "cell"])
  }

  /// Recorded once: another order would change what a seed means.
  @Test func theTrialsOfASeedStayTheSame() throws {
    let space = try SearchSpace(parsing: ["hidden-size=32:512:32", "learning-rate=1e-4:1e-2:log"])
    let trials = (1...3).map { trial in space.settings(ofTrial: trial, seed: 42).map(\.value).joined(separator: " ") }
    #expect(trials == ["32 0.00175", "384 0.0015", "320 0.000211"])
  }

  @Test func everyValueIsEquallyLikely() throws {
    let space = try SearchSpace(parsing: ["rate=1e-4:1e-2:log", "layers=1:4", "other=1e-4:1e-2:log"])
    var counts: [String: Int] = [:]
    for trial in 1...4000 { counts[space.settings(ofTrial: trial, seed: 3)[1].value, default: 0] += 1 }
    #expect(counts.count == 4)
    // The standard deviation of each count is √(4000 · ¼ · ¾) = 27; five of them are never seen by chance.
    for (value, count) in counts { #expect(abs(count - 1000) < 137, "\(value): \(count)") }
  }

  @Test func aSpaceOfMoreSettingsThanCanBeCountedIsSampledToo() throws {
    let space = try SearchSpace(parsing: (0..<12).map { "rate-\($0)=1e-4:1e-2:log" })
    let trials = (1...500).map { space.settings(ofTrial: $0, seed: 9) }
    #expect(Set(trials).count == 500)
    for position in 0..<12 { #expect(Set(trials.map { $0[position].value }).count > 200, "dimension \(position)") }
  }
}
