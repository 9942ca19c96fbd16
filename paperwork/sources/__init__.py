"""One module per format; each yields the paper's lines as a reader sees them, as `Block`s."""
