"""Schema, loader, and the TOML that a school edits: site, devices, policies."""
