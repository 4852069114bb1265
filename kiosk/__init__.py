"""The gate kiosk: rules, log, station, terminal and network side of one school gate."""

__version__ = "0.1.0"
