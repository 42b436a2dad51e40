"""What the readers of office files share: the zip package, its relationships, and what all three kinds can hold."""
