"""The log file: SQLite, views, personal bodies; the only place in the kiosk that knows SQL."""
