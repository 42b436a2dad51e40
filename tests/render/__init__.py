"""Pages of documents: what is given to LibreOffice, what comes back, and what happens when nothing does."""
