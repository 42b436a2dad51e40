"""What the documentation says, carried out."""
