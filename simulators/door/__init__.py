"""Simulated relay boards: one device a file."""
