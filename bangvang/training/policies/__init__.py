"""Who may do what, and why not, split by noun."""
