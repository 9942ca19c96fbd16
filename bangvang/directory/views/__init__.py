"""The directory's pages, by noun."""
