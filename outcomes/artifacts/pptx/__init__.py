"""PowerPoint presentations: `reader.read_pptx`, and what it is made of."""
