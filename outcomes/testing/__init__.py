"""For tests, ours and yours: scripted workers and graders, time that stands still, and documents built in a few lines."""

from outcomes.testing.scripted import MemorySink, ScriptedClock, ScriptedGrader, ScriptedWorker, settle

__all__ = ["MemorySink", "ScriptedClock", "ScriptedGrader", "ScriptedWorker", "settle"]
