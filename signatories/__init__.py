"""The record of treaty acts, and what treaty law makes of it."""
