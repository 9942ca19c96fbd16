"""English with Vietnamese dates: the same day is typed the same way in both languages."""
