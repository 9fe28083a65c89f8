import Notation

extension LineChart {
  /// The chart in the characters of a terminal, with lines of Braille dots.
  ///
  /// No line is wider than `columns`, of which at least 40 make a good picture, and there are `rows` lines, unless they
  /// are too few for the legend and three rows of plot; the last one has no line feed. Without colours several series
  /// are told apart by letters that stand on their lines and in the legend.
  public func terminalText(columns: Int, rows: Int, color: Bool) -> String {
    let hasLetters = !color && series.count > 1
    let layout = TerminalLayout(self, columns: columns, rows: rows, sample: hasLetters && bands.isEmpty ? 2 : 3)
    var grid = CellGrid(columns: layout.columns, rows: layout.rows)
    for (row, line) in layout.head.enumerated() {
      grid.write(line, column: 0, row: row, style: row == 0 ? .strong : .plain)
    }
    for (row, entries) in layout.legendRows.enumerated() {
      var column = 0
      for entry in layout.legend[entries] {
        let (sample, style) = terminalSample(entry.item, hasLetters: hasLetters)
        grid.write(sample, column: column, row: layout.head.count + row, style: style)
        grid.write(entry.name, column: column + layout.sample, row: layout.head.count + row)
        column += layout.sample + TextWidth.cells(entry.name) + 3
      }
    }
    writeAxes(layout, to: &grid)
    writeBands(layout, to: &grid)
    writeMarkers(layout, to: &grid)
    writeSeries(layout, hasLetters: hasLetters, to: &grid)
    if isEmpty {
      write(
        LineChart.noValues, middle: (layout.plot.left + layout.plot.right) / 2,
        row: layout.plotTop + layout.plotRows / 2, to: &grid)
    }
    return grid.text(color: color)
  }

  private func terminalSample(_ item: LegendEntry.Item, hasLetters: Bool) -> (String, CellGrid.Style) {
    switch item {
    case .band(let index):
      let cell = String(LineChart.bandCharacter(index))
      return (cell + cell, .color(Palette.color(colorIndex(ofBand: index)).terminal))
    case .series(let index):
      let style = CellGrid.Style.color(Palette.color(colorIndex(ofSeries: index)).terminal)
      if hasLetters { return (LineChart.letter(index), style) }
      return switch series[index].line {
      case nil, .solid, .broad: ("──", style)
      case .dashed: ("╌╌", style)
      case .dotted: ("┈┈", style)
      case .points, .crosses: ("•", style)
      }
    }
  }

  /// The letter of a series where there are no colours.
  static func letter(_ index: Int) -> String { String(Character(Unicode.Scalar(65 + UInt8(index % 26)))) }

  /// What a cell within a band looks like: the first has half of its dots, a further one within it all of them.
  private static func bandCharacter(_ index: Int) -> Character {
    BrailleCanvas.character(BrailleCanvas.bandDots(0) | BrailleCanvas.bandDots(index))
  }

  private func writeAxes(_ layout: TerminalLayout, to grid: inout CellGrid) {
    let gray = CellGrid.Style.color(Palette.grid.terminal)
    let axis = layout.plotLeft - 1
    let bottom = layout.plotTop + layout.plotRows
    for row in layout.plotTop..<bottom { grid.write("│", column: axis, row: row, style: gray) }
    for mark in layout.plot.vertical.ticks.marks {
      guard let y = layout.plot.y(mark.value) else { continue }
      let label = Ticks.joined(mark)
      let row = Int(y.rounded())
      grid.write(label, column: max(0, axis - 1 - TextWidth.cells(label)), row: row)
      grid.write("┤", column: axis, row: row, style: gray)
    }
    grid.write("└" + String(repeating: "─", count: layout.plotColumns), column: axis, row: bottom, style: gray)
    for label in layout.bottomLabels {
      grid.write("┬", column: Int(label.position.rounded()), row: bottom, style: gray)
      write(label.mark.label, middle: label.middle, row: bottom + 1, to: &grid)
      if let context = label.mark.context, let middle = label.contextMiddle {
        write(context, middle: middle, row: bottom + 2, to: &grid)
      }
    }
    write(layout.bottomLabel, middle: (layout.plot.left + layout.plot.right) / 2, row: layout.rows - 1, to: &grid)
    grid.write(layout.markers.axisLabel, column: 0, row: layout.plotTop - 1 - layout.markers.axisRow)
  }

  /// Writes a text around a place that may lie between two cells.
  private func write(_ text: String, middle: Double, row: Int, to grid: inout CellGrid) {
    let width = Double(TextWidth.cells(text))
    let left = (middle - width / 2 + 0.5).rounded(.down)
    grid.write(text, column: max(0, min(Int(left), grid.columns - Int(width))), row: row)
  }

  private func writeMarkers(_ layout: TerminalLayout, to grid: inout CellGrid) {
    let gray = CellGrid.Style.color(Palette.grid.terminal)
    for flag in layout.markers.flags {
      let column = Int(flag.x.rounded())
      let top = layout.plotTop - (flag.row.map { $0 + 1 } ?? 0)
      for row in top..<layout.plotTop + layout.plotRows { grid.write("┊", column: column, row: row, style: gray) }
      guard flag.row != nil else { continue }
      let width = flag.isLeft ? TextWidth.cells(flag.label) : 0
      grid.write(flag.label, column: Int(flag.edge.rounded()) - width, row: top)
    }
  }
}
