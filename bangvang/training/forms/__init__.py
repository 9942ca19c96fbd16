"""Input parsed into clean values, split by noun."""
