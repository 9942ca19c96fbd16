"""The floor's own pages: health, notices, the working-day calendar."""
