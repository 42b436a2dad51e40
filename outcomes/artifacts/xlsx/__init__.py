"""Excel workbooks: `reader.read_xlsx`, and what it is made of."""
