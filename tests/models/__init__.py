"""Tests of models and the layers around them."""
