"""A bare Django project: one view, constant bytes, no middleware and no database. What the server itself can do."""
