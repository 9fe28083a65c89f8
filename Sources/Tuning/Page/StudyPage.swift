import Charts
import Notation

/// One HTML page that shows a search: how the losses of the trials fell, and which settings have low losses.
package struct StudyPage {
  /// What the numbers of a study are counted in.
  package struct Measures: Hashable, Sendable {
    /// The unit of a loss, such as `nats per character`.
    package let loss: String
    /// What a trial is given, such as `passes over the data`.
    package let resource: String
    /// How much of it one unit of the plan's resource is.
    package let resourceUnit: Double

    /// The measures of a study.
    package init(loss: String, resource: String, resourceUnit: Double) {
      (self.loss, self.resource, self.resourceUnit) = (loss, resource, resourceUnit)
    }
  }

  private let trials: [Trial]
  private let plan: StudyPlan
  private let name: String
  private let measures: Measures

  /// The page of a study of some name, which has come as far as `trials`.
  package init(_ trials: [Trial], plan: StudyPlan, name: String, measures: Measures) {
    (self.trials, self.plan, self.name, self.measures) = (trials, plan, name, measures)
  }

  /// The page, UTF-8.
  package var html: String {
    PicturePage(
      title: "\(name): the search", style: Self.style,
      body: """
        <header>
        <h1>\(Markup.escaped(name)): the search</h1>
        <p>\(Markup.escaped(summary))</p>
        </header>
        <main>
        \(figure(curves.chart.svg(width: width, height: 440), "curves"))
        \(figure(settingsChart.svg(width: width, height: 460), "settings"))
        </main>
        """
    ).html
  }

  private var summary: String {
    let progress = Progress(of: trials, in: plan.hyperband)
    var words = "\(trials.count) \(trials.count == 1 ? "trial" : "trials"), "
    words += "\(progress.done) \(progress.done == 1 ? "round" : "rounds")"
    let left = progress.left + progress.running
    if left > 0 { words += "; \(left) \(left == 1 ? "round is" : "rounds are") still to come" }
    if progress.lost > 0 { words += "; \(progress.lost) lost, because the loss was no finite number" }
    guard let best = trials.best(1).first, let loss = best.loss else { return words + "." }
    return words + ". The best so far is trial \(best.number) with a held-out loss of "
      + "\(NumberFormat.fixed(loss, places: 4)) \(measures.loss): \(best.settings.words)."
  }

  private var curves: StudyCurves { StudyCurves(trials, plan: plan, measures: measures) }

  /// Every trial that has a result across the options that are searched.
  private var settingsChart: ParallelCoordinates {
    let dimensions = plan.space.dimensions
    let shown = trials.filter { !$0.results.isEmpty }
    let axis = LossAxis(trials)
    return ParallelCoordinates(
      title: "Settings and their loss",
      subtitle: "Each line is a trial with the colour of its rank by the last loss, in \(measures.loss)\(axis.note)",
      axes: dimensions.map(\.axis) + [.measure(axis.measure(label: "held-out loss"), most: axis.most)],
      lines: shown.map { trial in
        let places = dimensions.map { dimension in
          trial.settings.first { $0.name == dimension.name }.map { dimension.place(of: $0.value) } ?? .nan
        }
        return ParallelCoordinates.Line(name: "trial \(trial.number)", values: places + [trial.loss ?? .nan])
      },
      nameWithoutColor: "lost")
  }

  /// The width of the pictures, in which every axis has room for its labels.
  private var width: Int { max(960, 140 * (plan.space.dimensions.count + 1)) }

  /// A picture with the width below which its words would be too small: a smaller screen moves over it.
  private func figure(_ svg: String, _ name: String) -> String {
    "<figure class=\"\(name)\" tabindex=\"0\" aria-label=\"\(name)\" style=\"--least: \(width * 3 / 4)px\">\n"
      + "\(svg)</figure>"
  }

  private static let style = """
    header p { color: var(--pale); margin: .3rem 0 1rem; max-width: 60rem; }
    figure { margin: 0 0 1.5rem; padding: .5rem; overflow-x: auto; border: 1px solid var(--edge); border-radius: 10px; }
    figure svg { display: block; margin: 0 auto; min-width: var(--least); }
    .settings path:has(title):hover { stroke-width: 5; stroke-opacity: 1; }
    @media (max-width: 40rem) { body { padding: .75rem; } }
    """
}
