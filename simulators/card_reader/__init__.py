"""Simulated readers of resident ID cards."""
