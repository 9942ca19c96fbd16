"""What the desk reads: the law, proofs, scans, the watch-list."""
