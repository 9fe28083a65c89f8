/// What can be wrong with the ranges of a search.
package enum SearchSpaceError: Error, Equatable, Sendable {
  /// There is no range at all.
  case nothingToSearch
  /// No option's name stands before `=`, or there is no `=`.
  case noName(found: String)
  /// The option's name has dashes before it, or other characters than letters, digits and hyphens.
  case malformedName(found: String)
  /// Nothing follows `=`.
  case noValues(name: String)
  /// A bound or a step is no number.
  case notNumber(name: String, found: String)
  /// A bound or a step has more than 15 digits.
  case unwritableNumber(name: String, found: String)
  /// The lower bound is above the upper one.
  case reversed(name: String, low: String, high: String)
  /// The step is zero or negative.
  case stepNotPositive(name: String, step: String)
  /// The step is larger than the range is wide.
  case stepTooLarge(name: String, step: String, low: String, high: String)
  /// A logarithmic range begins at zero or below.
  case logarithmFromZero(name: String, low: String)
  /// There is only one value, so that nothing is searched.
  case singleValue(name: String, found: String)
  /// There are more than three parts between colons.
  case tooManyParts(name: String, found: String)
  /// Nothing stands between two commas, before the first or after the last.
  case emptyChoice(name: String, found: String)
  /// A choice stands twice in the list.
  case repeatedChoice(name: String, value: String)
  /// Two ranges have the same name.
  case repeatedName(name: String)
}

extension SearchSpaceError: CustomStringConvertible {
  /// What was found, and an example of a range.
  package var description: String {
    switch self {
    case .nothingToSearch:
      "there is nothing to search; give at least one range, such as `hidden-size=32:512:32`"
    case .noName(let found):
      "`\(found)` does not name an option; write the name before `=`, as in `hidden-size=32:512:32`"
    case .malformedName(let found):
      "`\(found)` is no option's name; write the name without dashes before it, as in `hidden-size=32:512:32`"
    case .noValues(let name):
      "nothing follows `\(name)=`; give a range such as `hidden-size=32:512:32` or choices such as `cell=standard,coupled`"
    case .notNumber(let name, let found):
      "`\(found)`, in the range of \(name), is no number; give a range such as `hidden-size=32:512:32`"
    case .unwritableNumber(let name, let found):
      "`\(found)`, in the range of \(name), needs more than 15 digits; give a range such as `dropout=0:0.5:0.1`"
    case .reversed(let name, let low, let high):
      "the range of \(name) goes from \(low) down to \(high); give the lower bound first, as in `hidden-size=32:512:32`"
    case .stepNotPositive(let name, let step):
      "the step of \(name) is \(step); give a step above zero, as in `hidden-size=32:512:32`"
    case .stepTooLarge(let name, let step, let low, let high):
      "the step of \(name) is \(step), which is more than lies between \(low) and \(high); give a smaller step, as in "
        + "`dropout=0:0.5:0.1`"
    case .logarithmFromZero(let name, let low):
      "the logarithmic range of \(name) begins at \(low); begin it above zero, as in `learning-rate=1e-4:1e-2:log`"
    case .singleValue(let name, let found):
      "\(name) has only one value, \(found), so that there is nothing to search; give a range such as "
        + "`hidden-size=32:512:32` or choices such as `cell=standard,coupled`"
    case .tooManyParts(let name, let found):
      "the range of \(name), `\(found)`, has more than three parts; give from, to and step, as in "
        + "`hidden-size=32:512:32`"
    case .emptyChoice(let name, let found):
      "one of the choices of \(name), `\(found)`, is empty; give choices such as `cell=standard,coupled`"
    case .repeatedChoice(let name, let value):
      "\(value) stands twice among the choices of \(name); give every choice once, as in `cell=standard,coupled`"
    case .repeatedName(let name):
      "\(name) has two ranges; give one range for each option, such as `hidden-size=32:512:32`"
    }
  }
}
