"""Runs that are killed, starved, crowded and fought over: nothing is lost, nothing is paid twice."""
