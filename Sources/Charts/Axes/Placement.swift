/// A label of an axis at its place, in pixels or cells.
struct PlacedLabel {
  var mark: Ticks.Mark
  /// The place of the mark itself.
  var position: Double
  /// The middle of its words, beside the mark only where they would leave the picture.
  var middle: Double
  /// Likewise for the line below, where there is one.
  var contextMiddle: Double?
}

/// Where the words of an axis go.
struct Placement {
  /// The first and last place of the axis.
  var ends: ClosedRange<Double>
  /// How far words may reach.
  var bounds: ClosedRange<Double>
  /// The space between two labels.
  var gap: Double
  /// The width of some words.
  var width: (String) -> Double

  /// The most marks whose labels do not touch, at most `limit`.
  func labels(of scale: Scale, atMost limit: Int) -> [PlacedLabel] {
    for count in stride(from: max(1, limit), to: 1, by: -1) {
      let placed = place(scale.ticks(atMost: count).marks, on: scale)
      if !isCrowded(placed) { return withoutCrowdedContexts(placed) }
    }
    return withoutCrowdedContexts(Array(place(scale.ticks(atMost: 1).marks, on: scale).prefix(1)))
  }

  private func place(_ marks: [Ticks.Mark], on scale: Scale) -> [PlacedLabel] {
    marks.compactMap { mark in
      guard let fraction = scale.fraction(mark.value) else { return nil }
      let position = ends.lowerBound + fraction * (ends.upperBound - ends.lowerBound)
      return PlacedLabel(
        mark: mark, position: position, middle: middle(of: mark.label, at: position),
        contextMiddle: mark.context.map { middle(of: $0, at: position) })
    }
  }

  /// Moves words sideways into the bounds.
  func middle(of text: String, at position: Double) -> Double {
    let half = width(text) / 2
    return max(bounds.lowerBound + half, min(bounds.upperBound - half, position))
  }

  /// Whether the words of two neighbours touch.
  func isCrowded(_ labels: [PlacedLabel]) -> Bool {
    zip(labels, labels.dropFirst()).contains { left, right in
      left.middle + width(left.mark.label) / 2 + gap > right.middle - width(right.mark.label) / 2
    }
  }

  /// Leaves out a context that would touch the next one, which begins a whole year or day.
  private func withoutCrowdedContexts(_ labels: [PlacedLabel]) -> [PlacedLabel] {
    var result = labels
    var left = Double.infinity
    for index in labels.indices.reversed() {
      guard let context = labels[index].mark.context, let middle = labels[index].contextMiddle else { continue }
      if middle + width(context) / 2 + gap > left {
        result[index].mark.context = nil
        result[index].contextMiddle = nil
      } else {
        left = middle - width(context) / 2
      }
    }
    return result
  }

  /// Distributes items over lines, each as full as it gets.
  static func rows(widths: [Double], gap: Double, limit: Double) -> [Range<Int>] {
    var rows: [Range<Int>] = []
    var used = 0.0
    for (index, width) in widths.enumerated() {
      if let last = rows.last, used + gap + width <= limit {
        rows[rows.count - 1] = last.lowerBound..<index + 1
        used += gap + width
      } else {
        rows.append(index..<index + 1)
        used = width
      }
    }
    return rows
  }
}
