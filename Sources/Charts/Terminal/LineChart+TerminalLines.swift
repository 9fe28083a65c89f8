extension LineChart {
  /// Writes the bands as sparse dots.
  func writeBands(_ layout: TerminalLayout, to grid: inout CellGrid) {
    let plot = layout.dots
    var all: [(canvas: BrailleCanvas, color: Int)] = []
    for index in bands.indices {
      var canvas = BrailleCanvas(columns: layout.plotColumns, rows: layout.plotRows)
      for piece in plot.pieces(of: bands[index].edges) {
        canvas.fill(upper: piece.upper, lower: piece.lower, variant: index)
      }
      all.append((canvas, Palette.color(colorIndex(ofBand: index)).terminal))
    }
    write(all, layout, to: &grid)
  }

  /// Writes the lines, and above them letters where there are no colours.
  func writeSeries(_ layout: TerminalLayout, hasLetters: Bool, to grid: inout CellGrid) {
    let plot = layout.dots
    let all = drawingOrder.map { index in
      var canvas = BrailleCanvas(columns: layout.plotColumns, rows: layout.plotRows)
      for piece in plot.pieces(of: series[index].points) {
        switch series[index].line {
        case nil, .solid, .broad: canvas.draw(piece)
        case .dashed: canvas.draw(piece, on: 4, period: 6)
        case .dotted: canvas.draw(piece, on: 1, period: 3)
        case .points, .crosses: for place in piece { canvas.draw([place]) }
        }
      }
      return (index: index, canvas: canvas, color: Palette.color(colorIndex(ofSeries: index)).terminal)
    }
    write(all.map { ($0.canvas, $0.color) }, layout, to: &grid)
    // Single points would be hard to see as dots, whether meant so or left between gaps.
    for (index, _, color) in all {
      let isPoints = series[index].isUnconnected
      for place in plot.pieces(of: series[index].points).filter({ isPoints || $0.count == 1 }).flatMap(\.self) {
        grid.write(
          hasLetters && isPoints ? LineChart.letter(index) : "•", column: layout.plotLeft + Int(place.x.rounded()) / 2,
          row: layout.plotTop + Int(place.y.rounded()) / 4, style: .color(color))
      }
    }
    if hasLetters { writeLetters(all.map { ($0.index, $0.canvas) }, layout, to: &grid) }
  }

  /// All dots of a cell are written, in the colour of the last that has any.
  private func write(_ all: [(canvas: BrailleCanvas, color: Int)], _ layout: TerminalLayout, to grid: inout CellGrid) {
    for row in 0..<layout.plotRows {
      for column in 0..<layout.plotColumns {
        let dots = all.reduce(0) { $0 | $1.canvas[column, row] }
        guard dots != 0, let last = all.last(where: { $0.canvas[column, row] != 0 }) else { continue }
        grid.write(
          String(BrailleCanvas.character(dots)), column: layout.plotLeft + column, row: layout.plotTop + row,
          style: .color(last.color))
      }
    }
  }

  /// Puts each series' letter on its line about every 24 columns, where no other line runs if there is such a place.
  private func writeLetters(_ all: [(Int, BrailleCanvas)], _ layout: TerminalLayout, to grid: inout CellGrid) {
    for (place, (index, canvas)) in all.enumerated() where !series[index].isUnconnected {
      func row(_ column: Int) -> Int? {
        let rows = (0..<layout.plotRows).filter { canvas[column, $0] != 0 }
        return rows.isEmpty ? nil : rows[rows.count / 2]
      }
      func isFree(_ column: Int) -> Bool {
        guard let row = row(column) else { return false }
        return !all.contains { $0.0 != index && $0.1[column, row] != 0 }
      }
      let period = max(24, 4 * all.count)
      let shift = period * (2 * place + 1) / (2 * all.count)
      for start in stride(from: 0, to: layout.plotColumns, by: period) {
        let columns = (start + shift..<start + shift + period / all.count).filter { $0 < layout.plotColumns }
        guard let column = columns.first(where: isFree) ?? columns.first(where: { row($0) != nil }),
          let row = row(column)
        else { continue }
        grid.write(LineChart.letter(index), column: layout.plotLeft + column, row: layout.plotTop + row)
      }
    }
  }
}

extension TerminalLayout {
  /// The axes in dots, two by four a cell, from the upper left corner of the plot.
  var dots: Plot {
    var dots = plot
    dots.left = 0
    dots.top = 0
    dots.width = Double(2 * plotColumns - 1)
    dots.height = Double(4 * plotRows - 1)
    return dots
  }
}
