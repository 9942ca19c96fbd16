"""Side-by-side measurements: each is a ratio or a bound in one run, with medians. `make bench` prints them all."""
