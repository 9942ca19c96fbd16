"""How a reader says no."""


class Unreadable(ValueError):
    """One Vietnamese sentence: what happened, and what to do."""
