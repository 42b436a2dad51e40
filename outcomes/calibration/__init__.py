"""How far a grader can be trusted with a rubric: its verdicts held against people's labels."""
