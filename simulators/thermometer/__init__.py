"""Simulated infrared thermometers: one device a file."""
