import Checkpoints
import Forecasting
import Kernels
import Network
import Testing
import Training

/// Forecasts by networks that carry their state on.
@Suite struct StreamForecasterTests {
  /// Two features of 101 rows: 72 to train on after the first, 8 to choose by, 20 to test.
  private static let rows: [[Double]] = (0..<101).map { row in
    let tenths = 100 + 30 * (row * 7 % 11) + 2 * row
    return [Double(tenths) / 10, Double(row * 5 % 13)]
  }

  private func training(_ quantity: PredictedQuantity, steps: Int = 30) throws -> SeriesTraining {
    let table = try table(
      "a,b\n" + Self.rows.map { "\($0[0]),\($0[1])\n" }.joined(), SeriesOptions(target: "a", features: ["b"]))
    var (series, stack, choices) = (SeriesChoices(), LayerChoices(), PlanChoices(rngSeed: 4))
    series.options = SeriesOptions(target: "a", features: ["b"])
    series.quantity = quantity
    stack.sizes = .sizes([6, 9])
    (choices.budget, choices.batchSize, choices.sequenceLength) = (.steps(steps), 5, 7)
    choices.evaluationInterval = 10
    return try SeriesTraining(table: table, series: series, stack: stack, choices: choices)
  }

  private func trained(_ quantity: PredictedQuantity) throws -> (SeriesTraining, SeriesCheckpoint) {
    let training = try training(quantity)
    let trainer = try training.trainer(threads: 1, memoryBytes: 1e12)
    for _ in 0..<30 { _ = try trainer.step() }
    return (training, try trainer.checkpoint())
  }

  /// The path after row `last` by the definition: all rows up to there in one pass, and each prediction in one more.
  private func path(_ checkpoint: SeriesCheckpoint, after last: Int, horizon: Int) -> [Double] {
    let scaling = checkpoint.subject.scaling
    var known = Self.rows[...last].map { row in (0..<2).map { Float(scaling.scaled(row[$0], feature: $0)) } }
    return (0..<horizon).map { _ in
      var read = known
      if checkpoint.subject.quantity == .change {
        for row in read.indices { read[row][0] -= known[max(0, row - 1)][0] }
      }
      let pass = Pass(checkpoint.loaded(threads: 1), steps: read.count, streams: 1)
      let hiddens = pass.forward(.features(Matrix(rows: read.count, columns: 2, values: read.flatMap { $0 })))
      let output = Matrix(rows: 1, columns: 1)
      pass.outputs(of: hiddens.rows(read.count - 1..<read.count), into: output)
      let value = output[0, 0] + (checkpoint.subject.quantity == .change ? known[known.count - 1][0] : 0)
      // The other feature keeps its last known value.
      known.append([value, known[known.count - 1][1]])
      return scaling.restored(Double(value))
    }
  }

  @Test(arguments: PredictedQuantity.allCases) func pathsGoOnFromTheStateAfterAllRows(
    quantity: PredictedQuantity
  ) throws {
    let (training, checkpoint) = try trained(quantity)
    let forecaster = Forecaster(checkpoint: checkpoint, threads: 2)
    #expect(forecaster.windows(of: training.table.columns).values == training.windows.values)
    // More starting rows than go on side by side, the last one among them.
    let paths = forecaster.paths(from: 0..<101, horizon: 4, in: training.windows)
    #expect(paths.count == 101)
    for row in [0, 1, 31, 32, 63, 64, 99, 100] {
      // The same operations: every sum is one chain, however many rows are read at once.
      #expect(paths[row] == path(checkpoint, after: row, horizon: 4), "row \(row)")
    }
    #expect(forecaster.paths(from: 70..<101, horizon: 4, in: training.windows) == Array(paths[70...]))
    #expect(forecaster.predictions(of: 3..<70, in: training.windows) == paths[3..<70].map { $0[0] })
    #expect(forecaster.paths(from: 5..<5, horizon: 4, in: training.windows).isEmpty)
    // With no row, a few and more than a chunk of 32 between the starting rows.
    let some = [2, 3, 9, 48, 100]
    #expect(forecaster.paths(from: some, horizon: 4, in: training.windows) == some.map { paths[$0] })
  }

  @Test func evenlySpreadForecastsAreMeasuredWhereAllWouldBeTooMuchWork() throws {
    let (_, checkpoint) = try trained(.change)
    let forecaster = Forecaster(checkpoint: checkpoint, threads: 1)
    let columns = [101, 13].map { modulus in (0..<700).map { row in Double(row * row % modulus) } }
    let (series, target) = (forecaster.windows(of: columns), columns[0])
    let paths = forecaster.paths(from: 0..<600, horizon: 5, in: series)
    // 304 forecasts of five rows, so that every third reads fewer than 600, and a fourth would leave fewer than 100.
    for (most, distance) in [(2000, 1), (1000, 2), (600, 3), (1, 3)] {
      let margins = forecaster.intervalMargins(of: 300..<600, limit: 5, in: series, target: target, reading: most)
      let starts = Array(stride(from: 295, to: 599, by: distance))
      let expected = (1...5).map { step -> Double in
        let compared = starts.filter { (300..<600).contains($0 + step) }
        let errors: [Double] = compared.map { paths[$0][step - 1] - target[$0 + step] }
        return ConformalMargin.margin(errors)
      }
      #expect(margins == expected, "at most \(most) rows")
    }
  }

  @Test func theHorizonIsThePathAfterTheLastRow() throws {
    let (training, checkpoint) = try trained(.change)
    let forecaster = Forecaster(checkpoint: checkpoint, threads: 1)
    let future = FutureRows(
      forecaster: forecaster, subject: checkpoint.subject, windows: training.windows, axis: training.table.axis,
      horizon: 9
    ).forecasts
    #expect(future.map(\.predicted) == path(checkpoint, after: 100, horizon: 9))
  }

  @Test func validationLossIsTheMeanSquaredErrorOfTheScaledTargets() throws {
    for quantity in PredictedQuantity.allCases {
      let (training, checkpoint) = try trained(quantity)
      let trainer = try Trainer(resuming: checkpoint, source: { _ in try Self.source(training) }, threads: 1)
      let split = training.split
      // The validation part is an eighth of what stands before it, so that a warm-up of whole pieces reads all of it.
      #expect(split.validationWindows == 72..<80)
      let predicted = Forecaster(checkpoint: checkpoint, threads: 1).predictions(
        of: split.validationWindows, in: training.windows)
      let divisor = checkpoint.subject.scaling.divisors[0]
      let errors = zip(predicted, split.validationRows).map { ($0 - Self.rows[$1][0]) / divisor }
      let expected = errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)
      let loss = try #require(trainer.meanLoss(of: .allHeldOut))
      #expect(loss.count == 8)
      #expect(abs(loss.mean - expected) < 1e-5 * max(1, expected), "\(quantity): \(loss), \(expected)")
    }
  }

  /// The examples of a training at its first step.
  private static func source(_ training: SeriesTraining) throws -> SeriesExamples {
    SeriesExamples(
      subject: training.subject, windows: training.windows, split: training.split, plan: training.plan,
      reading: training.reading)
  }

  @Test func aBatchHoldsTheNextRowsOfEachStream() throws {
    for quantity in PredictedQuantity.allCases {
      let training = try training(quantity)
      var source = try Self.source(training)
      let (scaled, plan) = (training.windows.values, training.plan)
      #expect((plan.batchSize, plan.sequenceLength, source.examplesPerBatch) == (5, 7, 35))
      for step in 0..<20 {
        let batch = source.next(step: step)
        guard case .features(let inputs) = batch.input, case .values(let targets) = batch.targets else {
          Issue.record("no numbers")
          return
        }
        for b in 0..<5 {
          // The second feature is read as it is, and tells the row but for multiples of 13.
          let first = try #require(
            (0..<101 - 7).first { row in
              (0..<7).allSatisfy { inputs[$0 * 5 + b, 1] == scaled[2 * (row + $0) + 1] }
                && (0..<7).allSatisfy { t in
                  let level = scaled[2 * (row + t)]
                  let origin = quantity == .change ? level : 0
                  return targets[t * 5 + b, 0] == scaled[2 * (row + t + 1)] - origin
                }
            })
          #expect(training.split.trainingRows.contains(first + 7))
          for t in 0..<7 {
            let row = first + t
            let previous = quantity == .change ? scaled[2 * max(0, row - 1)] : 0
            #expect(inputs[t * 5 + b, 0] == scaled[2 * row] - previous, "\(quantity), row \(row)")
          }
        }
      }
    }
  }

  /// Of a long part some pieces are measured, each after a warm-up, and nothing that was not asked for.
  @Test func longPartsAreMeasuredInPieces() throws {
    let count = 20_000
    let table = try table("x\n" + (0..<count).map { "\($0 * $0 % 101)\n" }.joined())
    var choices = PlanChoices(rngSeed: 1)
    choices.validationFraction = 0.5
    var stack = LayerChoices()
    stack.hiddenSize = 3
    let training = try SeriesTraining(table: table, series: SeriesChoices(), stack: stack, choices: choices)
    let source = try Self.source(training)
    for (part, most, streams) in [
      (EvaluationPart.allHeldOut, 8000, 4), (.heldOut(most: 3000), 3000, 4), (.training(most: 3), 3, 3),
    ] {
      guard case .chunks(let chunks, let steps, let found, let warmUp) = try #require(source.examples(of: part)) else {
        Issue.record("no chunks")
        return
      }
      #expect((found, steps) == (streams, most / streams))
      #expect(chunks.count == warmUp + 1 && warmUp * steps >= 2048)
    }
    #expect(source.examples(of: .heldOut(most: 0)) == nil)
  }

  /// A state that is carried through all rows must not drift away from where it was learnt.
  @Test func aYearlyWaveWithNoiseIsForecastNearlyAsWellAsItCanBe() throws {
    let table = try GeneratedSeries.daily.table()
    let training = try SeriesTraining(
      table: table, series: SeriesChoices(), stack: LayerChoices(), choices: PlanChoices(rngSeed: 1))
    let trainer = try training.trainer(threads: 2, memoryBytes: 1e12)
    trainer.fixTotalSteps(300)
    for _ in 0..<300 { _ = try trainer.step() }
    let forecaster = Forecaster(checkpoint: try trainer.checkpoint(), threads: 2)
    let predicted = forecaster.predictions(of: 0..<training.windows.count, in: training.windows)
    let evaluation = try #require(training.evaluation(of: predicted))
    // Every row but the first is predicted, and the last fifth of them tests.
    #expect(evaluation.comparedRows == 730)
    // Over 730 rows the noise itself is 2 % more or less; of its √(2 / 1.6) persistence knows nothing.
    #expect((0.95..<1.05).contains(evaluation.test.rootMeanSquare / GeneratedSeries.innovation))
    #expect(evaluation.test.rootMeanSquare < 0.95 * evaluation.bestBaseline)
  }
}
