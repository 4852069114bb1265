"""Doors: one encoder a relay board, and the helper process that owns the port."""
