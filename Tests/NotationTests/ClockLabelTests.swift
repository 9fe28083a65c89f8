import Notation
import Testing

@Suite struct ClockLabelTests {
  @Test(arguments: [(0, "00:00:00"), (59, "00:00:59"), (60, "00:01:00"), (50_405, "14:00:05"), (86_399, "23:59:59")])
  func timesHaveTwoDigitsAPart(time: Int, text: String) {
    #expect(ClockLabel.seconds(time) == text)
    #expect(ClockLabel.minutes(time) == text.dropLast(3))
  }
}
