"""Real Word and PowerPoint files in a few lines, for tests, demos and examples; without Office.

Docx(title="Report").heading("Summary").paragraph("Revenue rose.").save("report.docx")
Pptx(title="Deck").slide("Q3 results", bullets=["Revenue up"], notes="Say why.").save("deck.pptx")
"""

from __future__ import annotations

from outcomes.testing._docx import Docx
from outcomes.testing._pptx import Pptx

__all__ = ["Docx", "Pptx"]
