"""The guard's screen at the gate: a client of the link that shows, asks and decides nothing."""
