/// A part of a series.
public enum SeriesPart: String, CaseIterable, Codable, Sendable {
  /// What the weights are fitted to.
  case training
  /// What decides when to stop.
  case validation
  /// What nothing is fitted to.
  case test
}

/// The parts of a series in the order of time, counted in windows.
///
/// N rows and windows of T steps: window w, from 0, reads the rows w ..< w + T and predicts row w + T, so there are
/// W = N − T windows. The last of them, the test fraction, are the test; of those before, the last ones, the
/// validation fraction, are the validation; the others are for training:
///
///     n = ⌊(1 − test fraction) · W⌋      a = ⌊(1 − validation fraction) · n⌋
///     training windows 0 ..< a        rows 0 ..< T + a, inputs and targets
///     validation windows a ..< n      rows T + a ..< T + n, targets
///     test windows n ..< W            rows T + n ..< N, targets
///
/// So the parts' rows do not overlap and make up all rows; the target of a window lies in its own part's rows, and
/// every row of validation and test is the target of exactly one window. A validation or test window may reach back
/// into earlier parts for its inputs, as a forecaster may, but no window reads a row later than its target.
///
/// For a network that carries its state on, T is 1: every row but the first is predicted, from all rows before it.
public struct SeriesSplit: Equatable, Sendable {
  /// N, the rows of the series.
  public let rowCount: Int
  /// T, the steps of a window.
  public let steps: Int
  /// The windows for training.
  public let trainingWindows: Range<Int>
  /// The windows for validation.
  public let validationWindows: Range<Int>
  /// The windows for the test.
  public let testWindows: Range<Int>

  /// Splits a series. A fraction of 0 leaves its part empty; the parts of other fractions and the training have at least
  /// one window.
  ///
  /// - testFraction: of all windows, in 0 ..< 1.
  /// - validationFraction: of the windows before the test, in 0 ..< 1.
  /// - Throws: `tooFewRows`, with the least number of rows that would do.
  public init(
    rowCount: Int, steps: Int, testFraction: Double = 0.2, validationFraction: Double = 0.1
  ) throws(ForecastingError) {
    precondition(steps > 0, "windows of \(steps) steps")
    precondition((0..<1).contains(testFraction), "a test fraction of \(testFraction)")
    precondition((0..<1).contains(validationFraction), "a validation fraction of \(validationFraction)")
    let windows = max(0, rowCount - steps)
    let validation = SeriesSplit.first(windows, without: testFraction)
    let training = SeriesSplit.first(validation, without: validationFraction)
    // The parts that round up have a window as soon as there are any; this one rounds down.
    guard training > 0 else {
      let least = SeriesSplit.least(SeriesSplit.least(1, without: validationFraction), without: testFraction)
      throw .tooFewRows(
        rows: rowCount, needed: steps + least,
        purpose: "\(steps == 1 ? "" : "windows of \(steps) rows with ")a part to train on, "
          + "\(percent(validationFraction)) of it held out and \(percent(testFraction)) to test")
    }
    (self.rowCount, self.steps) = (rowCount, steps)
    trainingWindows = 0..<training
    validationWindows = training..<validation
    testWindows = validation..<windows
  }

  /// ⌊(1 − fraction) · count⌋, forgiving the rounding of a fraction such as 0.9.
  private static func first(_ count: Int, without fraction: Double) -> Int {
    fraction == 0 ? count : max(0, min(count - 1, Int(((1 - fraction) * Double(count) + 1e-9).rounded(.down))))
  }

  /// The least number of which `first(_:without:)` is at least `count`.
  private static func least(_ count: Int, without fraction: Double) -> Int {
    guard fraction > 0 else { return count }
    return max(count + 1, Int(min(1e15, ((Double(count) - 1e-9) / (1 - fraction)).rounded(.up))))
  }

  /// The rows that training reads and predicts; what scaling and season are fitted to.
  public var trainingRows: Range<Int> { 0..<steps + trainingWindows.upperBound }
  /// The rows that validation windows predict.
  public var validationRows: Range<Int> { rows(validationWindows) }
  /// The rows that test windows predict.
  public var testRows: Range<Int> { rows(testWindows) }

  /// The rows that season and predicted quantity are chosen by: the last fifth of those before the test, or all of the
  /// validation's where that is more.
  public var decidingRows: Range<Int> {
    let end = testRows.lowerBound
    return min(validationRows.lowerBound, end - end / 5)..<end
  }

  private func rows(_ windows: Range<Int>) -> Range<Int> { windows.lowerBound + steps..<windows.upperBound + steps }

  /// The part that a row belongs to.
  public func part(ofRow row: Int) -> SeriesPart {
    precondition(row >= 0 && row < rowCount, "row \(row) of \(rowCount)")
    return row < trainingRows.upperBound ? .training : row < validationRows.upperBound ? .validation : .test
  }
}

private func percent(_ fraction: Double) -> String { "\(Int((fraction * 100).rounded())) %" }
