"""Backups: a folder with the whole database and the record as a data package, both of one moment; and back again."""
