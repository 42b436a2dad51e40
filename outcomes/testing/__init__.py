"""For tests, ours and yours: scripted parts, a fake endpoint, time that stands still, documents in a few lines."""

from outcomes.testing.documents import Docx, Pptx
from outcomes.testing.endpoint import FakeEndpoint, Judge
from outcomes.testing.scripted import MemorySink, ScriptedClock, ScriptedGrader, ScriptedModel, ScriptedWorker, settle

__all__ = [
    "Docx",
    "FakeEndpoint",
    "Judge",
    "MemorySink",
    "Pptx",
    "ScriptedClock",
    "ScriptedGrader",
    "ScriptedModel",
    "ScriptedWorker",
    "settle",
]
