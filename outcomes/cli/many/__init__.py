"""`outcomes grade-all`: many files as a gate, with a result for each and a sum over all."""
