"""Each check on work that meets it and on work that does not, a module for each group."""
