"""The record as a data package: what a table's cells say, writing a package, reading one into the record."""
