"""The gate kiosk: rules, log, station, terminal and network side of one school gate."""
