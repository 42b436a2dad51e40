"""The fake endpoint, driven by the real SDK and by bare sockets."""
