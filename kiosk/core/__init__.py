"""The pure core: values and functions only; no I/O, no clock, no randomness, no globals."""
