"""The rulebook beside other engines on ten synthetic rules: `make bench-rules`. SPEC.md tells the rules."""
