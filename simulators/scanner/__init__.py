"""Simulated code scanners: one device a file."""
