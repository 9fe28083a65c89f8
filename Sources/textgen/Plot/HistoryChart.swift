import Charts
import Training

/// Learning curves of one training or several as one picture.
struct HistoryChart {
  /// One training.
  struct Run {
    let name: String
    let entries: [TrainingHistory.Entry]

    /// Whether there is nothing to draw.
    var isEmpty: Bool { entries.allSatisfy { $0.trainingLoss == nil && $0.validationLoss == nil } }
  }

  /// As many as there are colours.
  static let mostRuns = Palette.series.count
  /// More runs than this have one line each, so that they can be told apart.
  private static let mostPairs = 4

  /// What the horizontal axis counts.
  enum Progress: String, CaseIterable {
    case steps
    case time
    case epochs
  }

  let runs: [Run]
  let progress: Progress
  let isLogarithmic: Bool

  var chart: LineChart {
    let measure = runs.first { !$0.entries.isEmpty }?.entries[0].measure ?? ""
    let vertical = "loss" + (measure.isEmpty ? "" : ", \(measure)")
    return LineChart(
      title: runs.count == 1 ? "Learning curve of \(runs[0].name)" : "Learning curves", horizontal: horizontal,
      vertical: isLogarithmic ? .logarithmic(label: vertical) : .number(label: vertical),
      series: runs.enumerated().flatMap { series(of: $1, at: $0) })
  }

  private var horizontal: LineChart.Axis {
    switch progress {
    case .steps: .number(label: "step")
    case .time: .number(label: isInMinutes ? "minutes" : "seconds")
    case .epochs: .number(label: "epoch")
    }
  }

  /// Seconds are told apart up to ten minutes.
  private var isInMinutes: Bool { runs.contains { ($0.entries.last?.seconds ?? 0) > 600 } }

  /// The held-out loss as a line in the run's colour, that of the batches dotted in the same one.
  private func series(of run: Run, at place: Int) -> [LineChart.Series] {
    func points(_ loss: (TrainingHistory.Entry) -> Double?) -> [LineChart.Point] {
      run.entries.compactMap { entry in loss(entry).map { LineChart.Point(x: x(entry), y: $0) } }
    }
    let prefix = runs.count == 1 ? "" : run.name + ", "
    let (training, heldOut) = (points(\.trainingLoss), points(\.validationLoss))
    var result: [LineChart.Series] = []
    if !heldOut.isEmpty {
      result.append(
        .init(name: prefix + "held out", points: heldOut, line: .solid, isEmphasised: true, colorIndex: place))
    }
    if !training.isEmpty, heldOut.isEmpty || runs.count <= Self.mostPairs {
      result.append(.init(name: prefix + "batches, with dropout", points: training, line: .dotted, colorIndex: place))
    }
    return result
  }

  private func x(_ entry: TrainingHistory.Entry) -> Double {
    switch progress {
    case .steps: Double(entry.step)
    case .time: isInMinutes ? entry.seconds / 60 : entry.seconds
    case .epochs: entry.epoch
    }
  }
}
