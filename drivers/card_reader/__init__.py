"""Readers of resident ID cards: one module per protocol."""
