"""The measures, each some lines of what must be shown."""
