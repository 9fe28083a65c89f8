import Checkpoints

extension RowSpacing {
  /// Holds what a file says against what a spacing can be.
  ///
  /// - field: the name of the spacing in the file.
  package func check(_ field: String) throws(FieldError) {
    let (months, weekdays, days) = (1...12_000, 0...6, 1...31)
    switch self {
    case .weekday: break
    case .seconds(let seconds): try FieldError.check("\(field).seconds._0", seconds, in: 1...10_000_000_000)
    case .microseconds(let step): try FieldError.check("\(field).microseconds._0", step, in: 1...10_000_000_000_000_000)
    case .irregular(let seconds): try FieldError.check("\(field).irregular.seconds", seconds, in: .above(0, to: 1e10))
    case .week(let times): try RowSpacing.check("\(field).week._0", times, in: 0...604_799)
    case .daysOfMonth(let numbers): try RowSpacing.check("\(field).daysOfMonth._0", numbers, in: days)
    case .months(let count, let day):
      try FieldError.check("\(field).months._0", count, in: months)
      try FieldError.check("\(field).months.day", day, in: days)
    case .workingDay(let number, let count):
      try RowSpacing.check("\(field).workingDay._0", place: number, in: -23...23)
      try FieldError.check("\(field).workingDay.ofMonths", count, in: months)
    case .weekdayOfMonth(let week, let weekday, let count):
      try RowSpacing.check("\(field).weekdayOfMonth._0", place: week, in: -5...5)
      try FieldError.check("\(field).weekdayOfMonth.weekday", weekday, in: weekdays)
      try FieldError.check("\(field).weekdayOfMonth.months", count, in: months)
    }
  }

  /// A place counted from either end, which is never 0.
  private static func check(_ field: String, place: Int, in domain: ClosedRange<Int>) throws(FieldError) {
    try FieldError.check(field, place, in: domain)
    if place == 0 { throw FieldError(field: field, problem: "is 0; a place from either end expected") }
  }

  private static func check(_ field: String, _ numbers: [Int], in domain: ClosedRange<Int>) throws(FieldError) {
    for (index, number) in numbers.enumerated() { try FieldError.check("\(field)[\(index)]", number, in: domain) }
    guard !numbers.isEmpty, zip(numbers, numbers.dropFirst()).allSatisfy(<) else {
      throw FieldError(field: field, problem: "are no ascending numbers")
    }
  }
}
