import Charts
import Notation

/// The axis of the losses of a study, on which a few very high losses do not hide what sets the others apart.
struct LossAxis {
  /// Higher losses are drawn as high as this one; infinite where there are none.
  let most: Double
  /// The highest loss as drawn; nil where no trial has a loss.
  let top: Double?
  private let isLogarithmic: Bool

  /// The axis for all results.
  init(_ trials: [Trial]) {
    let losses = trials.flatMap(\.results).compactMap(\.loss).sorted()
    guard let least = losses.first, let highest = losses.last else {
      (most, top, isLogarithmic) = (.infinity, nil, false)
      return
    }
    // Three quarters of the losses take at least a third of the axis.
    let limit = least + 3 * (losses[(losses.count - 1) * 3 / 4] - least)
    most = limit > least && limit < highest ? limit : .infinity
    top = min(highest, most)
    isLogarithmic = least > 0 && min(highest, most) / least > 3
  }

  /// What it measures, in the words of a chart.
  func measure(label: String) -> LineChart.Axis {
    isLogarithmic ? .logarithmic(label: label) : .number(label: label)
  }

  /// What a picture says about losses that it draws lower than they are; empty where there are none.
  var note: String {
    most.isFinite ? "; losses above \(DecimalNumber(rounding: most, significantDigits: 3).text()) are drawn there" : ""
  }
}
