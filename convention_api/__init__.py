"""The Django project: wiring, no domain words."""
