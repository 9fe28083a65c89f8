import Charts

/// The losses of all trials over what the trials were given, from result to result.
struct StudyCurves {
  /// The picture.
  let chart: LineChart

  /// Draws trials that have a result; those that were lost end with a mark.
  init(_ trials: [Trial], plan: StudyPlan, measures: StudyPage.Measures) {
    let axis = LossAxis(trials)
    let resources = plan.hyperband.brackets.flatMap(\.rounds).map(\.resource)
    let ratio = Double(resources.max() ?? 1) / Double(max(1, resources.min() ?? 1))

    func points(_ trial: Trial) -> [LineChart.Point] {
      trial.results.compactMap { result in
        result.loss.map { LineChart.Point(x: Double(result.resource) * measures.resourceUnit, y: min($0, axis.most)) }
      }
    }
    let best = trials.best(1).first
    let others = trials.filter { $0.number != best?.number && !points($0).isEmpty }
    // The lines are pieces of one series: a gap lies between two trials.
    let gap = LineChart.Point(x: .nan, y: .nan)
    var series: [LineChart.Series] = []
    if let best {
      series.append(
        LineChart.Series(
          name: "best: trial \(best.number)", points: points(best), line: .solid, isEmphasised: true, hasDots: true,
          colorIndex: 1))
    }
    if !others.isEmpty {
      series.append(
        LineChart.Series(
          name: best == nil ? "trials" : "other trials", points: Array(others.map(points).joined(separator: [gap])),
          line: .solid, hasDots: true, colorIndex: 0))
    }
    let lost = trials.compactMap { trial in trial.results.last { $0.loss == nil } }
    if !lost.isEmpty {
      // A loss that is no number has no height: the mark stands as high as the highest loss.
      let top = axis.top ?? .nan
      series.append(
        LineChart.Series(
          name: "lost, drawn at the top",
          points: lost.map { LineChart.Point(x: Double($0.resource) * measures.resourceUnit, y: top) },
          line: .crosses, colorIndex: 7))
    }
    chart = LineChart(
      title: "Held-out loss of the trials",
      subtitle: "Each line is a trial, each dot a result; a promoted trial goes on from its dot\(axis.note)",
      horizontal: ratio >= 8 ? .logarithmic(label: measures.resource) : .number(label: measures.resource),
      vertical: axis.measure(label: "held-out loss, \(measures.loss)"), series: series)
  }
}
