"""Settings, root URLs and the WSGI door."""
