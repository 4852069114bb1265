"""Cameras that read codes: transports that give the newest frame, and one shared decode."""
