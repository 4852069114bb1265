"""The parts of the gate screen; each draws one `Shown` into its own lines."""
