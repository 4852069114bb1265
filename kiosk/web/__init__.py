"""The network side: one ASGI app that reads the log file and answers those who have a token."""
