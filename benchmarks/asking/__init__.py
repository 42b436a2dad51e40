"""Grading beside other ways to get eight verdicts, all against one simulated endpoint in a process of its own."""
