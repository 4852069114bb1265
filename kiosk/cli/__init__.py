"""The commands of the kiosk, one file a verb; `python -m kiosk.cli` is the same as `kiosk`."""
