"""Every fact the log can hold, one file a topic; `kiosk.core.events` joins them."""
