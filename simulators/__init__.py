"""The far end of every wire, with code of its own: shares nothing with the drivers it serves."""
