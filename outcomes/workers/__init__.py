"""Workers: whatever makes the artifact, a function or a command."""
