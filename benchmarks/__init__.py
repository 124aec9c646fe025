"""What `make bench` runs: a made-up record of any size, the product beside its rivals, and a table of ratios."""
