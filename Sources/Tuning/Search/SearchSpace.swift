/// What is searched: options and their ranges, in order.
package struct SearchSpace: Hashable, Sendable {
  /// The options, at least one; no name occurs twice.
  package let dimensions: [Dimension]

  /// The space of these options. Throws `nothingToSearch` or `repeatedName`.
  package init(_ dimensions: [Dimension]) throws(SearchSpaceError) {
    if dimensions.isEmpty { throw .nothingToSearch }
    var names: Set<String> = []
    for dimension in dimensions where !names.insert(dimension.name).inserted {
      throw .repeatedName(name: dimension.name)
    }
    self.dimensions = dimensions
  }

  /// Reads ranges such as `hidden-size=32:512:32`; see `Dimension`.
  package init(parsing ranges: [String]) throws(SearchSpaceError) {
    var dimensions: [Dimension] = []
    for range in ranges { dimensions.append(try Dimension(parsing: range)) }
    try self.init(dimensions)
  }

  /// The ranges, each as it may be read again.
  package var ranges: [String] { dimensions.map(\.text) }

  /// The settings of a trial, counted from 1.
  ///
  /// They depend on nothing but the space, the trial's number and the seed: processes that work on one search agree
  /// without talking. All settings of the space stand in a list that the seed has shuffled, and the trials take one
  /// after the other: two trials have the same settings only after all have had their turn. Then the list is shuffled
  /// anew. The shuffling is a calculation, and no list is kept, so that the space may be of any size.
  package func settings(ofTrial trial: Int, seed: UInt64) -> Settings {
    precondition(trial >= 1, "trials are counted from 1, but this is trial \(trial)")
    let listed = dimensions[..<listedCount]
    let count = listed.reduce(1) { $0 * UInt64($1.count) }
    let (pass, place) = UInt64(trial - 1).quotientAndRemainder(dividingBy: count)
    var rest = ShuffledNumbers(count: count, seed: RandomWord.at([pass], seed: seed))[place]
    var settings: Settings = []
    for dimension in listed {
      let (quotient, index) = rest.quotientAndRemainder(dividingBy: UInt64(dimension.count))
      rest = quotient
      settings.append(Setting(name: dimension.name, value: dimension.value(at: Int(index))))
    }
    // A space of more than 2⁶² settings never repeats itself; what the numbers cannot count is drawn by itself.
    for (position, dimension) in dimensions.enumerated().dropFirst(listedCount) {
      let word = RandomWord.at([UInt64(trial), UInt64(position)], seed: seed)
      let index = Int(word.multipliedFullWidth(by: UInt64(dimension.count)).high)
      settings.append(Setting(name: dimension.name, value: dimension.value(at: index)))
    }
    return settings
  }

  /// The number of different settings; nil where it is more than 2⁶².
  package var count: Int? { listedCount < dimensions.count ? nil : dimensions.reduce(1) { $0 * $1.count } }

  /// How many of the dimensions, from the first one, have at most 2⁶² settings together.
  private var listedCount: Int {
    var product: UInt64 = 1
    for (position, dimension) in dimensions.enumerated() {
      let (next, isTooLarge) = product.multipliedReportingOverflow(by: UInt64(dimension.count))
      if isTooLarge || next > 1 << 62 { return position }
      product = next
    }
    return dimensions.count
  }
}
