import TestSupport
import Testing
import Tuning

@Suite struct StudyPageTests {
  private static let measures = StudyPage.Measures(loss: "nats per character", resource: "steps", resourceUnit: 10)

  /// A trial with results of 1, 3 and 9 units, as many as there are losses; its settings are its own.
  private func trial(
    _ number: Int, _ losses: [Double?], state: Trial.State = .waiting, of plan: StudyPlan
  ) -> Trial {
    Trial(
      number: number, bracket: 2, settings: plan.space.settings(ofTrial: number, seed: 3), state: state,
      results: zip([1, 3, 9], losses).map { Trial.Result(resource: $0, loss: $1, seconds: 1, step: $0 * 10) })
  }

  private static let ranges = [
    "hidden-size=32:512:32", "layers=1:3", "dropout=0:0.5:0.1", "learning-rate=1e-4:1e-2:log", "batch-size=8:256:log",
    "cell=standard,coupled",
  ]

  private func page(_ losses: [[Double?]], ranges: [String] = ranges, name: String = "lantern") throws -> String {
    let plan = try Sample.plan(ranges: ranges)
    let trials = losses.enumerated().map { index, losses in
      trial(index + 1, losses, state: losses.contains { $0 == nil } ? .lost : .waiting, of: plan)
    }
    return StudyPage(trials, plan: plan, name: name, measures: Self.measures).html
  }

  /// The two pictures.
  private func pictures(_ html: String) throws -> (curves: Picture, settings: Picture) {
    let pieces = html.split(separator: "<svg").dropFirst().map { piece in
      "<svg" + piece[..<(piece.firstRange(of: "</svg>")?.upperBound ?? piece.endIndex)]
    }
    try #require(pieces.count == 2)
    return (try Picture(pieces[0]), try Picture(pieces[1]))
  }

  /// The lines of trials; the samples of the legend are drawn with other commands.
  private func lines(_ picture: Picture) -> [ParsedXML.Element] {
    picture.elements.filter {
      $0.name == "path" && $0.attributes["stroke-linejoin"] != nil && $0.attributes["d"]?.contains("L") == false
    }
  }

  private static let losses: [[Double?]] = [[0.9, 0.7, 0.5], [1], [nil], [0.8, nil], [], [0.95, 0.6]]

  @Test func everyTrialHasALine() throws {
    let html = try page(Self.losses)
    let (curves, settings) = try pictures(html)
    // Trial 5 has no result yet.
    let names = lines(settings).map { $0.text.prefix { $0 != ":" } }
    #expect(names == ["trial 3", "trial 4", "trial 2", "trial 6", "trial 1"])
    #expect(lines(settings).filter { $0.attributes["stroke-dasharray"] != nil }.count == 2)
    // The best trial and, in one path, trial 6; the others have one result, which is a dot.
    #expect(lines(curves).map { ($0.attributes["d"] ?? "").count { $0 == "M" } }.sorted() == [1, 1])
    let dots = curves.elements.compactMap { $0.attributes["d"] }.filter { $0.hasSuffix("h0") }
    #expect(dots.map { $0.count { $0 == "M" } }.sorted() == [3, 4])
    // Two trials were lost; the legend has a cross, too.
    let crosses = curves.elements.compactMap { $0.attributes["d"] }.filter { $0.hasSuffix("m-6 0l6-6") }
    #expect(crosses.map { $0.ranges(of: "m-6 0l6-6").count }.sorted() == [1, 2])
    #expect(curves.texts.map(\.text).contains("steps"))
    #expect(html.contains("The best so far is trial 1 with a held-out loss of 0.5000 nats per character"))
  }

  @Test func theBestTrialIsDrawnLastWithItsSettings() throws {
    let plan = try Sample.plan(ranges: Self.ranges)
    let best = trial(1, [0.5], of: plan)
    let last = try #require(lines(pictures(page([[0.5], [0.7], [0.6]])).settings).last)
    #expect(last.text.hasPrefix("trial 1: hidden-size ") && last.text.hasSuffix(", held-out loss 0.5"))
    for setting in best.settings { #expect(last.text.contains("\(setting.name) "), "\(setting)") }
    #expect(last.text.contains("cell \(best.settings[5].value)"))
  }

  @Test(arguments: [[], [[]], [[nil]], [[0.5]], [[0.5], [0.5]], losses, [[-1], [0], [1e300]]] as [[[Double?]]])
  func pagesAreWellFormed(losses: [[Double?]]) throws {
    let html = try page(losses)
    let start = try #require(html.firstRange(of: "<body>")).lowerBound
    let end = try #require(html.firstRange(of: "</body>")).upperBound
    let elements = try ParsedXML(String(html[start..<end])).elements
    #expect(elements.filter { $0.name == "svg" }.count == 2)
    for part in ["<script", "href", "url(", "src=", "NaN"] { #expect(!html.contains(part), "\(part)") }
    #expect(try lines(pictures(html).settings).count == losses.count { !$0.isEmpty })
  }

  @Test func veryHighLossesDoNotHideTheOthers() throws {
    let html = try page([[0.4], [0.5], [0.6], [0.5], [1e6]])
    #expect(html.contains("; losses above 1 are drawn there"))
    // The line is named with its own loss.
    #expect(try lines(pictures(html).settings)[0].text.hasSuffix("held-out loss 1M"))
    #expect(try !page([[0.4], [0.5], [0.6]]).contains("losses above"))
  }

  @Test func wordsAreNeverMarkup() throws {
    let html = try page([[0.5], [0.6]], ranges: ["cell=<script>,&amp;"], name: "</title><script>")
    #expect(!html.contains("<script"))
    #expect(html.contains("&lt;/title&gt;&lt;script&gt;"))
    let choices = try pictures(html).settings.texts.map(\.text)
    #expect(choices.contains("<script>") && choices.contains("&amp;"))
  }
}
