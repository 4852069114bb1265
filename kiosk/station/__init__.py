"""The station: a daemon without a screen that owns lanes, devices and the log's gate side."""
