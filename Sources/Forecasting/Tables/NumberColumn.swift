import Notation

/// The numbers of a whole column, which together tell the decimal mark.
///
/// A cell that is a number with one mark alone decides for all: `1,5` says that the comma is the decimal mark, and
/// `1.234` is a thousand then. Where no cell decides and the readings differ, nothing is guessed.
///
/// Memory: none until the values are asked for.
package struct NumberColumn: Sendable {
  private let sheet: CSVSheet
  private let column: Int
  /// The first row that is a number with a point as decimal mark alone.
  private var pointDecider: Int?
  /// The first row that is a number with a comma as decimal mark alone.
  private var commaDecider: Int?
  /// The first rows, two at most, that are different numbers with either decimal mark.
  private var undecided: [Int] = []
  /// The first number's row and unit.
  private var first: (row: Int, unit: String)?
  /// The first number's row and unit whose unit is another one.
  private var otherUnit: (row: Int, unit: String)?
  /// The cells of the first number's unit.
  private var numberCount = 0
  /// The cells of the other unit.
  private var otherUnitCount = 0
  /// The cells that are neither such numbers nor missing.
  private var otherCount = 0

  /// Goes through all cells of a column.
  package init(_ sheet: CSVSheet, _ column: Int) {
    var (survey, row) = (NumberColumn(unread: sheet, column), 0)
    sheet.forEachCell(column) { cell in
      survey.look(at: cell, row: row)
      row += 1
    }
    self = survey
  }

  private init(unread sheet: CSVSheet, _ column: Int) { (self.sheet, self.column) = (sheet, column) }

  private mutating func look(at cell: UnsafeBufferPointer<UInt8>, row: Int) {
    guard let number = NumberText(cell) else {
      if !NumberText.isMissing(cell) { otherCount += 1 }
      return
    }
    if number.point != number.comma {
      if number.point != nil && number.comma != nil {
        if undecided.count < 2 { undecided.append(row) }
      } else if number.point == nil {
        commaDecider = commaDecider ?? row
      } else {
        pointDecider = pointDecider ?? row
      }
    }
    if first == nil { first = (row, number.unit) }
    if first?.unit == number.unit {
      numberCount += 1
    } else {
      otherCount += 1
      if otherUnit == nil { otherUnit = (row, number.unit) }
      if otherUnit?.unit == number.unit { otherUnitCount += 1 }
    }
  }

  /// Whether at least half of the cells that are not missing are numbers of one unit.
  package var holdsNumbers: Bool {
    let most = max(numberCount, otherUnitCount)
    return most > 0 && most * 2 >= numberCount + otherCount
  }

  /// The currency, unit or percent sign beside the numbers; empty where there is none.
  package var unit: String { first?.unit ?? "" }

  /// What its reader should know about how the column was read.
  ///
  /// - decimal: the decimal mark that was given; nil where the cells told it.
  package func notes(beside decimal: DecimalMark?) -> [TableNote] {
    var notes: [TableNote] = []
    if decimal == nil && commaDecider != nil { notes.append(.decimalComma(column: sheet.names[column])) }
    if !unit.isEmpty { notes.append(.unit(column: sheet.names[column], unit)) }
    return notes
  }

  /// The numbers; not a number where a cell is none.
  ///
  /// - decimal: the decimal mark; nil where the cells are to tell it.
  /// - Throws: `mixedUnits`, `notNumeric`, and where the cells do not tell the mark, `mixedNumbers` or `ambiguousNumbers`.
  package func values(_ decimal: DecimalMark?) throws(ForecastingError) -> [Double] {
    guard holdsNumbers || otherUnit != nil else {
      throw .notNumeric(source: sheet.source, column: sheet.names[column], cell: firstOther)
    }
    if let first, let otherUnit {
      throw .mixedUnits(source: sheet.source, cells: [cell(first.row), cell(otherUnit.row)])
    }
    let mark: DecimalMark
    if let decimal { mark = decimal } else { mark = try decided() }
    var values: [Double] = []
    values.reserveCapacity(sheet.rowCount)
    sheet.forEachCell(column) { values.append(NumberText($0)?.value(mark) ?? .nan) }
    return values
  }

  /// The decimal mark that the cells tell.
  private func decided() throws(ForecastingError) -> DecimalMark {
    switch (pointDecider, commaDecider) {
    case (let point?, let comma?):
      throw .mixedNumbers(source: sheet.source, point: cell(point), comma: cell(comma))
    case (nil, _?): return .comma
    case (_?, nil): return .point
    case (nil, nil):
      guard let row = undecided.first else { return .point }
      let rows = undecided.count > 1 ? undecided : [row] + (first.map { [$0.row] } ?? []).filter { $0 != row }
      let numbers = rows.map { NumberText(sheet.text($0, column)) }
      throw .ambiguousNumbers(
        source: sheet.source, cells: rows.map(cell), point: numbers.map { $0?.point ?? .nan },
        comma: numbers.map { $0?.comma ?? .nan })
    }
  }

  private var firstOther: SeriesCell? {
    let row = (0..<sheet.rowCount).first { row in
      let text = sheet.text(row, column)
      return NumberText(text) == nil && !NumberText.isMissing(text)
    }
    return row.map(cell)
  }

  private func cell(_ row: Int) -> SeriesCell { sheet.cell(row: row, column) }
}
