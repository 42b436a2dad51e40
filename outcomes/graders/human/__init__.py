"""A person as a grader: a form in the terminal, or a worksheet that somebody fills in."""
