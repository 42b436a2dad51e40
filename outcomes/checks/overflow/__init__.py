"""Whether text fits into the box that is drawn for it, from the widths and heights of its letters."""
