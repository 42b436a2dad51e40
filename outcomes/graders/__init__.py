"""Graders: by code, by a judge, and the composite that routes each criterion to one of them."""
