"""Models behind the seat, and the layers around them; the only package that loads the vendor SDK, on first use."""
