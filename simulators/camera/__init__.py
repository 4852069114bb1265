"""A simulated camera: an empty gatehouse, phones and cards that come near, served over HTTP."""
