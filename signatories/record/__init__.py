"""The record in time: what it held when."""
