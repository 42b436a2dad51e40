"""Pure statistics for judges and for comparisons: rates, agreement, corrected rates, tests; standard library alone."""
