"""The command `bangvang`."""
