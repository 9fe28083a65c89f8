import Notation

/// One HTML page around pictures, dark where the reader's system is; one file that asks no network.
package struct PicturePage {
  /// What the page is called.
  package let title: String
  /// Style rules, after those of every page.
  package let style: String
  /// What the page shows, as HTML.
  package let body: String

  /// A page from its parts.
  package init(title: String, style: String, body: String) {
    (self.title, self.style, self.body) = (title, style, body)
  }

  /// The page, UTF-8.
  package var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(Markup.escaped(title))</title>
    <style>
    \(Self.common)
    \(style)
    </style>
    </head>
    <body>
    \(body)
    </body>
    </html>

    """
  }

  private static let common = """
    :root { color-scheme: light dark; --page: \(Palette.page.base); --panel: #f6f7f8; --ink: #1c2024; --pale: #5f6872;
      --edge: #d9dde1; }
    @media (prefers-color-scheme: dark) {
      :root { --page: \(Palette.page.dark); --panel: #151b23; --ink: #e8edf2; --pale: #98a2ad; --edge: #2b333d; }
    }
    * { box-sizing: border-box; }
    body { margin: 0 auto; padding: 1.5rem; max-width: 84rem; background: var(--page); color: var(--ink);
      font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
    h1 { font-size: 1.45rem; margin: 0; overflow-wrap: anywhere; }
    h2 { font-size: 1.05rem; margin: 0 0 .6rem; }
    """
}
