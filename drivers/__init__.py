"""Hardware of the gate: bytes in, typed events out; knows nothing of kiosk and its config."""
