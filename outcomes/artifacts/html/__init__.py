"""HTML pages: `reader.read_html`, and what it is made of."""
