"""PDF files: `reader.read_pdf`, and the process of its own in which PDFium takes them apart."""
