"""The estimate of text overflow, piece by piece."""
