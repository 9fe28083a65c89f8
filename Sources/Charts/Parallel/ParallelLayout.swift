import Notation

/// Where everything of parallel coordinates goes, from top to bottom: title, legend, names of the axes, axes.
struct ParallelLayout {
  /// One axis.
  struct Column {
    let x: Double
    let scale: ParallelScale
    let marks: [Ticks.Mark]
    /// The name of the axis, shortened to fit.
    let name: String
    /// The middle of the name.
    let nameMiddle: Double
  }

  /// The width of the strip of colours at the last axis.
  static let strip = 9.0

  let width, height: Double
  let head: SVGHead
  private(set) var columns: [Column] = []
  /// How many rows the names of the axes take, neighbours in turn.
  private(set) var nameRows = 1
  /// The ends of the axes.
  private(set) var top = 0.0
  let bottom: Double
  /// The longest label that fits to the left of an axis.
  private(set) var labelLimit = 0.0

  init(_ chart: ParallelCoordinates, names: [String], width: Int, height: Int) {
    let margin = SVGLayout.margin
    self.width = Double(max(240, width))
    head = SVGHead(title: chart.title, subtitle: chart.subtitle, names: names, width: self.width - 2 * margin)
    self.height = max(Double(height), head.bottom + 200)
    bottom = self.height - margin - 4

    let scales = chart.axes.indices.map { index in
      ParallelScale(chart.axes[index], values: chart.lines.map { $0.values[index] })
    }
    // Two rows of names may lie above the axes.
    let room = bottom - head.bottom - 60
    let marks = scales.map { $0.marks(numbers: max(2, Int(room / 44)), names: max(2, Int(room / 18))) }
    func widest(_ marks: [Ticks.Mark]) -> Double {
      min(self.width / 4, marks.map { SVGLayout.width($0.label) }.max() ?? 0)
    }
    let left = margin + widest(marks[0]) + 9
    let right = self.width - margin - widest(marks[marks.count - 1]) - Self.strip - 9
    let distance = (right - left) / Double(scales.count - 1)
    labelLimit = distance - 14

    let placement = Placement(
      ends: left...right, bounds: 4...self.width - 4, gap: 12, width: SVGLayout.width)
    func placed(_ index: Int, rows: Int) -> PlacedLabel {
      let x = left + Double(index) * distance
      // In two rows a name may reach to the axes beside its own.
      let reach = distance * Double(rows) / 2 - 6
      let most = min(reach, x - 4) + min(reach, self.width - 4 - x)
      let name = TextWidth.shortened(
        TextWidth.oneLine(chart.axes[index].label), to: max(reach, most), width: SVGLayout.width)
      return PlacedLabel(
        mark: Ticks.Mark(value: 0, label: name), position: x, middle: placement.middle(of: name, at: x))
    }
    let isWhole = chart.axes.indices.allSatisfy {
      placed($0, rows: 1).mark.label == TextWidth.oneLine(chart.axes[$0].label)
    }
    nameRows = isWhole && !placement.isCrowded(chart.axes.indices.map { placed($0, rows: 1) }) ? 1 : 2
    top = head.bottom + 20 + SVGLayout.rowHeight * Double(nameRows)
    columns = scales.indices.map { index in
      let label = placed(index, rows: nameRows)
      return Column(
        x: label.position, scale: scales[index], marks: marks[index], name: label.mark.label, nameMiddle: label.middle)
    }
  }

  /// The height of a place on an axis.
  func y(_ fraction: Double) -> Double { bottom - fraction * (bottom - top) }

  /// The pieces of a line between its gaps, none of them empty.
  func pieces(of line: ParallelCoordinates.Line) -> [[Place]] {
    zip(columns, line.values).map { column, value in
      column.scale.fraction(value).map { Place(column.x, y($0)) }
    }.split(separator: nil).map { $0.compactMap(\.self) }
  }
}
