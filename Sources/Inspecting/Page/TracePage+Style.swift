extension TracePage {
  /// The page's own style, after that of every page.
  static let style = """
    :root { --low: 240 128 36; --high: 64 148 216;
      --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono",
        monospace; }
    @media (prefers-color-scheme: dark) { :root { --low: 190 92 8; --high: 30 104 176; } }
    h3 { font-size: .85rem; margin: 1rem 0 .3rem; color: var(--pale); }
    header p, .note, .more, .plots > p { color: var(--pale); margin: .3rem 0 1rem; max-width: 46rem; }
    .note, .more { font-size: .85rem; margin-bottom: 0; }
    .pair { display: grid; grid-template-columns: minmax(0, 1fr) 19rem; gap: 1.75rem 1.5rem; align-items: start; }
    .maps, .plots { margin-top: 1.75rem; }
    .viewer { background: var(--page); }
    .viewer, .maps figure { border: 1px solid var(--edge); border-radius: 10px; overflow: clip; }
    .bar { position: sticky; top: 0; display: flex; flex-wrap: wrap; gap: .6rem 1.4rem; align-items: center;
      padding: .7rem 1rem; background: var(--panel); border-bottom: 1px solid var(--edge); }
    .controls { display: flex; flex-wrap: wrap; gap: .6rem 1.1rem; align-items: center; }
    .controls[hidden] { display: none; }
    .controls label { display: inline-flex; align-items: center; gap: .4rem; color: var(--pale); }
    .hint { color: var(--pale); font-size: .82rem; }
    kbd { font: inherit; padding: 0 .35em; border: 1px solid var(--edge); border-radius: 4px; }
    select, input, button { font: inherit; color: var(--ink); background: var(--page); border: 1px solid var(--edge);
      border-radius: 6px; padding: .15rem .5rem; }
    input { width: 5rem; font-variant-numeric: tabular-nums; }
    .legend { font-size: .75rem; color: var(--pale); width: 12rem; }
    .legend > div { display: flex; justify-content: space-between; }
    .legend b { flex: 1; height: .8rem; }
    .status { flex-basis: 100%; margin: 0; font-size: .88rem; min-height: 1.5em; font-variant-numeric: tabular-nums; }
    .text { font: 15px/1.7 var(--mono); white-space: break-spaces; overflow-wrap: anywhere; tab-size: 4;
      unicode-bidi: plaintext; padding: 1rem; }
    .series { display: flex; flex-wrap: wrap; gap: .6rem 0; padding: 1rem; }
    .series span { width: .4rem; height: 4.5rem; position: relative; }
    .series span::after { content: ""; position: absolute; inset-inline: 0; bottom: calc(var(--value) * .95);
      height: 5%; background: var(--ink); }
    .series span:hover { outline: 1px solid var(--ink); }
    .text span { padding: .12em 0; }
    .text span:hover { outline: 1px solid var(--ink); }
    .text i { font-style: normal; color: var(--pale); }
    ol { list-style: none; margin: 0; padding: 0; }
    .matches a { display: grid; grid-template-columns: 1fr auto; gap: 0 .6rem; padding: .4rem .6rem; color: inherit;
      text-decoration: none; border: 1px solid transparent; border-radius: 8px; }
    .matches a:hover, .matches a:focus-visible, .matches a[aria-current] {
      background: var(--panel); border-color: var(--edge); }
    .place { grid-column: 1; grid-row: 2; font-size: .82rem; color: var(--pale); }
    .score { font-weight: 600; font-variant-numeric: tabular-nums; text-align: right; }
    .gauge { width: 4.5rem; height: .4rem; align-self: center; border-radius: .2rem;
      background: var(--edge); overflow: hidden; }
    .gauge b { display: block; height: 100%; background: rgb(var(--high)); }
    @media (min-width: 56rem) { .matches { position: sticky; top: 1rem; } }
    .maps .row { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr));
      gap: 1rem; }
    .maps figure { margin: 0; }
    .maps figure :is(.text, .series) { max-height: 19rem; overflow-y: auto; font-size: 13px; }
    .maps .more { padding: 0 1rem .7rem; }
    .maps figcaption { padding: .5rem 1rem; background: var(--panel); border-bottom: 1px solid var(--edge);
      font-size: .88rem; }
    .plots .row { display: flex; flex-wrap: wrap; gap: 1.5rem; }
    .plots figure { margin: 0; }
    .plots figcaption { font-weight: 600; }
    .plots svg { max-width: 100%; height: auto; }
    /* On a narrow screen the text stays above the list from which its cell is chosen. */
    @media (max-width: 56rem) {
      body { padding: .8rem; }
      .pair { grid-template-columns: minmax(0, 1fr); gap: 1rem; }
      .viewer { position: sticky; top: 0; z-index: 1; }
      .viewer > :is(.text, .series) { max-height: 42vh; overflow-y: auto; padding: .6rem .8rem; }
      .bar { padding: .5rem .7rem; gap: .4rem .8rem; }
      .hint { display: none; }
      .controls { gap: .4rem .7rem; }
      input { width: 3.6rem; }
      .legend { width: 9rem; }
    }
    """
}
