"""Pages of the law, of subjects before it, of units, cases, places and local rules."""
