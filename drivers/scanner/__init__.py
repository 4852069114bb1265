"""Code scanners on a serial line: one decoder a family."""
