"""Word documents: `reader.read_docx`, and what it is made of."""
