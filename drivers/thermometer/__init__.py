"""Infrared thermometers: one decoder a family."""
