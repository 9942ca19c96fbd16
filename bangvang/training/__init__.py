"""Training: plans read, corrected and issued; classes with the right people in them, and the papers they need."""
