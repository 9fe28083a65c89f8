import Inspecting
import Testing

@Suite struct ModelSummaryTests {
  @Test func columnsAreAlignedAndThousandsApart() {
    let summary = ModelSummary([
      SummaryRow(name: "embedding", outputShape: "32 × 64 × 64", parameters: 4160),
      SummaryRow(name: "LSTM 1", outputShape: "32 × 64 × 512", parameters: 1_181_696),
      SummaryRow(name: "dropout", outputShape: "32 × 64 × 512", parameters: 0),
    ])
    #expect(
      summary.description == """
        layer       output shape    parameters
        ──────────────────────────────────────
        embedding   32 × 64 × 64         4,160
        LSTM 1      32 × 64 × 512    1,181,696
        dropout     32 × 64 × 512            0
        ──────────────────────────────────────
        total                        1,185,856

        """)
  }

  @Test func aModelWithoutPartsHasATotal() {
    #expect(ModelSummary([]).lines.last?.hasSuffix(" 0") == true)
  }
}
