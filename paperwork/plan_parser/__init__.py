"""From the lines of a paper to a plan: by structure (outline, labels, tables), never by one document's words."""
