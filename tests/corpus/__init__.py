"""The readers examined on the shared corpus of real and hostile files, independently of how they were written."""
