/// What a study searches, and how: everything that has to be the same whenever the study is opened.
package struct StudyPlan: Equatable, Sendable {
  /// What the resource of a trial is counted in.
  package enum ResourceUnit: String, Sendable { case steps, epochs, milliseconds }

  /// The options that are searched.
  package let space: SearchSpace
  /// The options that are the same for every trial, as text.
  package let fixedSettings: String
  /// What is learnt from, as a text that tells one file from another.
  package let data: String
  /// Decides the settings of every trial.
  package let seed: UInt64
  /// The brackets.
  package let hyperband: Hyperband
  /// See `ResourceUnit`.
  package let resourceUnit: ResourceUnit

  /// A search of `space` on `data`.
  package init(
    space: SearchSpace, fixedSettings: String, data: String, seed: UInt64, hyperband: Hyperband,
    resourceUnit: ResourceUnit
  ) {
    (self.space, self.fixedSettings, self.data) = (space, fixedSettings, data)
    (self.seed, self.hyperband, self.resourceUnit) = (seed, hyperband, resourceUnit)
  }

  /// The first property in which a plan differs, in words; nil where the plans are the same.
  func firstDifference(from recorded: StudyPlan) -> (property: String, wanted: String, recorded: String)? {
    for (wanted, recorded) in zip(properties, recorded.properties) where wanted.text != recorded.text {
      return (wanted.name, wanted.text, recorded.text)
    }
    return nil
  }

  private var properties: [(name: String, text: String)] {
    [
      ("search space", space.ranges.joined(separator: " ")),
      ("choice of fixed settings", fixedSettings),
      ("data set", data),
      ("seed", "\(seed)"),
      ("unit of the resource", resourceUnit.rawValue),
      ("largest resource", "\(hyperband.largestResource)"),
      ("factor", "\(hyperband.factor)"),
    ]
  }
}
