"""HTTP in, HTML out, split by noun."""
