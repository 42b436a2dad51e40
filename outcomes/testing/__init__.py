"""For tests, ours and yours: scripted workers and graders, time that stands still, documents in a few lines."""

from outcomes.testing.documents import Docx, Pptx
from outcomes.testing.scripted import MemorySink, ScriptedClock, ScriptedGrader, ScriptedWorker, settle

__all__ = ["Docx", "MemorySink", "Pptx", "ScriptedClock", "ScriptedGrader", "ScriptedWorker", "settle"]
