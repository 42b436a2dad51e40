"""Tests of the statistics: published examples, laws, and simulations."""
