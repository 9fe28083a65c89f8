/// What the seed's streams are for; those of dropout begin at 2³².
package enum RandomStream {
  package static let initialWeights: UInt64 = 0
  static let epochOffsets: UInt64 = 1
  static let exampleOrder: UInt64 = 2
}
