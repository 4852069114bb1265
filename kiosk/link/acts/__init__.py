"""Every act a terminal can send, one file a topic; `kiosk.link.messages` joins them."""
