"""Every write of the room, split by noun."""
