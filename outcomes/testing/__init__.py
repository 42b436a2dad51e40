"""For tests, ours and yours: scripted workers, graders and models, time that stands still, documents in a few lines."""

from outcomes.testing.documents import Docx, Pptx
from outcomes.testing.scripted import MemorySink, ScriptedClock, ScriptedGrader, ScriptedModel, ScriptedWorker, settle

__all__ = ["Docx", "MemorySink", "Pptx", "ScriptedClock", "ScriptedGrader", "ScriptedModel", "ScriptedWorker", "settle"]
