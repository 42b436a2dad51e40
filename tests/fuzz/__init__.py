"""Fuzzing: every reader is fed damaged and hostile files, and whatever breaks its promises is kept and made small."""
