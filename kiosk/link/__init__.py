"""The local socket between the station and the terminals: typed, versioned messages."""
