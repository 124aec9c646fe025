"""The record of treaty acts, and what treaty law makes of it."""

__version__ = "0.1.0"
