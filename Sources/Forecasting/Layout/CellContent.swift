import Notation

/// What a table's cell looks like to somebody who does not know its column.
enum CellContent: Equatable {
  case missing, number, date, text

  init(_ text: String) {
    if NumberText.isMissing(text) {
      self = .missing
    } else if let number = NumberText(text), number.unit.isEmpty {
      self = .number
    } else if DateFormat.allCases.contains(where: { DateText(text, style: .init($0)) != nil }) {
      self = .date
    } else {
      self = NumberText(text) == nil ? .text : .number
    }
  }

  /// Whether a cell is a number, or the beginning of one.
  static func beginsNumber(_ text: String) -> Bool {
    if CellContent(text) == .number { return true }
    let unsigned = text.drop { "+-−(.,".contains($0) }
    return unsigned.first?.isNumber == true && text.count - unsigned.count < 3
  }

  /// The kind of a column: that of at least half of its cells, numbers and dates before texts.
  init(ofMost kinds: some Sequence<CellContent>) {
    var (dates, numbers, all) = (0, 0, 0)
    for kind in kinds where kind != .missing {
      all += 1
      if kind == .date { dates += 1 }
      if kind == .number { numbers += 1 }
    }
    self = all == 0 ? .missing : dates * 2 >= all ? .date : numbers * 2 >= all ? .number : .text
  }
}

/// How a row goes together with the kinds of the columns.
struct RowFit: Equatable {
  /// The numbers and dates that stand in columns of numbers and dates.
  private(set) var hits = 0
  /// Those of them that are dates.
  private(set) var dates = 0
  /// The cells of such columns that hold something else.
  private(set) var misses = 0
  private let hasDates: Bool

  init(_ cells: [CellContent], _ columns: [CellContent]) {
    hasDates = columns.contains(.date)
    for (cell, column) in zip(cells, columns) where cell != .missing && (column == .number || column == .date) {
      if cell == column { hits += 1 } else { misses += 1 }
      if cell == .date && column == .date { dates += 1 }
    }
  }

  /// Whether this is a row of values beyond doubt.
  var isWhole: Bool { misses == 0 && hits > 0 && (!hasDates || dates > 0) }
  /// Whether something else stands where values do, and no value.
  var isNone: Bool { hits == 0 && misses > 0 }
}
